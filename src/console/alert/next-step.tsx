import type { Alert } from '../api/types.ts';
import { Card } from '../parts/card.tsx';
import { Techniques } from '../parts/techniques.tsx';

/** What a person does first, what speaks against the alert, and what it may be. */
export function NextStep({ alert: { nextStep, doubts, techniques } }: { readonly alert: Alert }) {
  return (
    <Card title="What to do first">
      <div class="prose">
        <p>{nextStep}</p>
        {doubts.length > 0 && (
          <>
            <h3>What speaks against it</h3>
            <ul>
              {doubts.map((doubt) => (
                <li key={doubt}>{doubt}</li>
              ))}
            </ul>
          </>
        )}
        {techniques.length > 0 && (
          <>
            <h3>What it may be</h3>
            <Techniques techniques={techniques} />
          </>
        )}
      </div>
    </Card>
  );
}
