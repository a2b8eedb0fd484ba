import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { choice, framed } from './frame.ts';
import { chosenScore, chosenSignal } from './overview/chosen-signal.ts';
import { rankingPanel } from './panels.ts';
import { alertsPanel, rowsPanel } from './sql.ts';

/** Any signal of any entity with its band and its score; where links from messages lead. */
export function signals(): dashboard.Dashboard {
  return framed({
    uid: 'gauger-signals',
    title: 'signals',
    description: 'Any signal with its band and score, and the alerts about its entity.',
    variables: [
      choice('signal', 'Signal', 'label_values(anomaly:level, anomaly_name)'),
      choice('entity', 'Entity', 'label_values(anomaly:level{anomaly_name="$signal"}, entity)'),
    ],
    rows: [
      ['$signal of $entity', [chosenSignal(), chosenScore()]],
      ['$entity', [scores(), alertsPanel(ALERTS, `body #>> '{peak,entity,key}' LIKE '%' || '$entity' || '%'`)]],
      ['What is learnt', [baselines()]],
    ],
  });
}

const ALERTS = { title: 'Alerts about $entity', description: 'Those of the chosen time, newest first.', width: 16 };

function scores() {
  return rankingPanel(
    {
      title: 'All its signals',
      description: 'Scores of all signals of this entity; 1 is the alert line.',
      noValue: 'No baseline of this entity is ready yet',
      unit: 'none',
      width: 8,
    },
    { expr: 'topk(15, anomaly:score{entity="$entity"})', legend: '{{anomaly_name}}' },
    { odd: 0.7, bad: 1 },
  );
}

function baselines() {
  return rowsPanel(
    {
      title: 'Baselines in the database',
      description: 'How many entities each signal has been learnt for, and when one was last written.',
      noValue: 'No PostgreSQL of Gauger’s is chosen at the top',
      width: 24,
    },
    `SELECT signal, count(*) AS "baselines", max(updated_at) AS "last written", pg_size_pretty(sum(length(state))) AS "size"
FROM baselines GROUP BY signal ORDER BY 2 DESC, 1`,
  );
}
