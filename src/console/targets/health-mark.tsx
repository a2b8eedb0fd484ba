import type { Target } from '../api/types.ts';
import { Mark } from '../parts/mark.tsx';

/** Whether a target answers. */
export function HealthMark({ health }: { readonly health: Target['health'] }) {
  if (health === 'up') return <Mark tone="good" icon="good" word="up" />;
  if (health === 'down') return <Mark tone="critical" icon="critical" word="down" />;
  return <Mark tone="quiet" icon="waiting" word="not yet" />;
}
