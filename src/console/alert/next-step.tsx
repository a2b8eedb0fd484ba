import type { Alert, Detector } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { DETECTORS } from '../now/paths.ts';
import { Card } from '../parts/card.tsx';
import { Techniques } from '../parts/techniques.tsx';

/** What a person does first, what speaks against the alert, and what it may be. */
export function NextStep({ alert: { detector, nextStep, doubts, techniques } }: { readonly alert: Alert }) {
  return (
    <Card title="What to do first">
      <div class="prose">
        <p>{nextStep}</p>
        <Runbook detector={detector} />
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

function Runbook({ detector }: { readonly detector: string }) {
  const runbook = useList<Detector>(DETECTORS).value?.items.find(({ id }) => id === detector)?.runbook;
  if (runbook === undefined) return null;
  if (!runbook.startsWith('http')) return <p class="note">Runbook: {runbook}</p>;
  return (
    <p>
      <a href={runbook} rel="noreferrer" target="_blank">
        Runbook of {detector}
      </a>
    </p>
  );
}
