import type { Alert } from '../api/types.ts';
import { Mark } from './mark.tsx';

/** Where an alert is in its life, in one word; what a person did counts for more than what it does by itself. */
export function StateMark({ alert }: { readonly alert: Alert }) {
  if (alert.state === 'resolved') return <Mark tone="good" icon="good" word="resolved" />;
  if (alert.state === 'pending') return <Mark tone="quiet" icon="waiting" word="pending" />;
  return <Mark tone="quiet" icon="firing" word="firing" />;
}
