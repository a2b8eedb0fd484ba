import type { Alert } from '../api/types.ts';
import { Mark } from './mark.tsx';

/** Where an alert is in its life; what a person did counts for more than what it does by itself. */
export function StateMark({ alert }: { readonly alert: Alert }) {
  const { state, acknowledged, silencedBy, verdict, shadow } = alert;
  return (
    <>
      {state === 'resolved' && <Mark tone="good" icon="good" word="resolved" />}
      {state === 'pending' && <Mark tone="quiet" icon="waiting" word="pending" />}
      {state === 'firing' && acknowledged === undefined && <Mark tone="quiet" icon="firing" word="firing" />}
      {acknowledged !== undefined && <Mark tone="info" icon="person" word={`acknowledged by ${acknowledged.by}`} />}
      {silencedBy.length > 0 && <Mark tone="quiet" icon="bell" word="silenced" />}
      {verdict !== undefined && <Mark tone="quiet" icon="good" word={`called ${verdict.verdict}`} />}
      {shadow && <Mark tone="quiet" icon="off" word="in the shadow" />}
    </>
  );
}
