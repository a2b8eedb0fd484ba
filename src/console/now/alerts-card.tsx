import type { Alert, Detector } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';
import { AlertRow } from './alert-row.tsx';
import { type IncidentGroup, incidentGroups } from './incidents.ts';
import { orderAlerts } from './order-alerts.ts';
import { DETECTORS, OPEN_ALERTS } from './paths.ts';
import { type Quiet, quietMeans } from './quiet.ts';

/** The alerts that stand, the worst first. */
export function AlertsCard() {
  const open = useList<Alert>(OPEN_ALERTS, 'alerts');
  return (
    <Card title="Alerts now" flush>
      <Loaded of={open} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <NoAlert />
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

const WORDS: Readonly<Record<Quiet, readonly [Tone, IconName, string, string]>> = {
  usual: [
    'good',
    'good',
    'All is as usual',
    'Nothing stands out against what was learnt. What blind detectors cannot see is told beside.',
  ],
  learning: [
    'info',
    'waiting',
    'Still learning',
    'What is usual is learnt first; until a detector is armed it tells nothing. When it will be is told beside.',
  ],
  unwatched: [
    'warning',
    'blind',
    'Nothing is watched',
    'No detector sees what it needs. Name targets under scrape_configs in gauger.yaml; what each detector misses is told beside.',
  ],
};

function NoAlert() {
  const { value } = useList<Detector>(DETECTORS);
  if (value === undefined) return null;
  const [tone, icon, word, sentence] = WORDS[quietMeans(value.items)];
  return (
    <Nothing>
      <Mark tone={tone} icon={icon} word={word} />
      <p>{sentence}</p>
    </Nothing>
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
