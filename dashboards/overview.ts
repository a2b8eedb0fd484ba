import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { capacity } from './overview/capacity.ts';
import { chosenSignal } from './overview/chosen-signal.ts';
import { money } from './overview/money.ts';
import { now } from './overview/now.ts';
import { ownState, ownWork } from './overview/own-health.ts';
import { targets } from './overview/targets.ts';
import { PROMETHEUS } from './panels.ts';

/** Never changes: links and provisioning name the dashboard by it. */
const UID = 'gauger-overview';

/** What is wrong, what it costs, what moved: the page to open first. */
export function overview(): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder('Gauger: overview')
    .uid(UID)
    .description('Alerts, money at risk and unusual signals of an AI-inference cluster, as Gauger sees them.')
    .tags(['gauger'])
    .time({ from: 'now-3h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(choice('signal', 'Signal', 'label_values(anomaly:level, anomaly_name)'))
    .withVariable(choice('entity', 'Entity', 'label_values(anomaly:level{anomaly_name="$signal"}, entity)'));
  const rows: readonly (readonly [title: string, panels: readonly cog.Builder<dashboard.Panel>[]])[] = [
    ['Now', now()],
    ['One signal and its band', [chosenSignal()]],
    ['Money and tokens', money()],
    ['GPUs and model servers', capacity()],
    ['Targets', targets()],
    ['Gauger itself', [...ownState(), ...ownWork()]],
  ];
  for (const [title, panels] of rows) {
    builder.withRow(new dashboard.RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  return builder.build();
}

function choice(name: string, label: string, query: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .query(query)
    .datasource(PROMETHEUS)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
}
