import type { Alert } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { AlertRow } from '../now/alert-row.tsx';
import { companions } from '../now/incidents.ts';
import { OPEN_ALERTS } from '../now/paths.ts';
import { Card } from '../parts/card.tsx';

/** What else moved: the other alerts of the incident. No card where there are none. */
export function CompanionsCard({ alert }: { readonly alert: Alert }) {
  const others = companions(alert, useList<Alert>(OPEN_ALERTS, 'alerts').value?.items ?? []);
  if (others.length === 0) return null;
  return (
    <Card title="What else moved" flush>
      <ul class="alert-list">
        {others.map((other) => (
          <AlertRow alert={other} key={other.id} />
        ))}
      </ul>
    </Card>
  );
}
