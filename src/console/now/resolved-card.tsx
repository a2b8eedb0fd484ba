import type { Alert } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import { AlertRow } from './alert-row.tsx';
import { RESOLVED_ALERTS } from './paths.ts';

/** The last alerts that are over; no card where there are none. */
export function ResolvedCard() {
  const items = useList<Alert>(RESOLVED_ALERTS, 'alerts').value?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title="Resolved lately" flush>
      <ul class="alert-list">
        {items.map((alert) => (
          <AlertRow alert={alert} key={alert.id} />
        ))}
      </ul>
    </Card>
  );
}
