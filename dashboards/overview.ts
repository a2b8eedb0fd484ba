import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { framed } from './frame.ts';
import { capacity } from './overview/capacity.ts';
import { money } from './overview/money.ts';
import { now } from './overview/now.ts';
import { ownState } from './overview/own-health.ts';
import { alertsPanel } from './sql.ts';

/** What is wrong, what it costs, what moved: the page to open first. */
export function overview(): dashboard.Dashboard {
  return framed({
    uid: 'gauger-overview',
    title: 'overview',
    description: 'Alerts, money at risk and unusual signals of an AI-inference cluster, as Gauger sees them.',
    rows: [
      ['Now', now()],
      ['Alerts', [alertsPanel({ title: 'Latest alerts', description: 'In the chosen time.', width: 24 })]],
      ['Money and tokens', money()],
      ['GPUs and model servers', capacity()],
      ['Gauger itself', ownState()],
    ],
  });
}
