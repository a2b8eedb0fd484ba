import type { Alert } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { Mark } from '../parts/mark.tsx';
import { AlertRow } from './alert-row.tsx';
import { type IncidentGroup, incidentGroups } from './incidents.ts';
import { orderAlerts } from './order-alerts.ts';
import { OPEN_ALERTS } from './paths.ts';

/** The alerts that stand, the worst first. */
export function AlertsCard() {
  const open = useList<Alert>(OPEN_ALERTS, 'alerts');
  return (
    <Card title="Alerts now" flush>
      <Loaded of={open} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>
              <Mark tone="good" icon="good" word="All is as usual" />
              <p>Nothing stands out against what was learnt. What blind detectors cannot see is told beside.</p>
            </Nothing>
          ) : (
            <ul class="alert-list">
              {incidentGroups(orderAlerts(items)).map((group) => (
                <Incident group={group} key={group.id} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

/** Alerts that share entities and time stand together below one line. */
function Incident({ group: { alerts } }: { readonly group: IncidentGroup }) {
  const rows = alerts.map((alert) => <AlertRow alert={alert} key={alert.id} />);
  if (alerts.length === 1) return <>{rows}</>;
  return (
    <li class="incident">
      <p class="incident-head">One incident, {alerts.length} alerts</p>
      <ul>{rows}</ul>
    </li>
  );
}
