import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { framed } from './frame.ts';
import { NOT_SCRAPED } from './overview/no-value.ts';
import { ownState, ownWork } from './overview/own-health.ts';
import { targets } from './overview/targets.ts';
import { linesPanel } from './panels.ts';

/** Whether Gauger itself is well. The rules of gauger.rules.yaml watch the same. */
export function health(): dashboard.Dashboard {
  return framed({
    uid: 'gauger-health',
    title: 'own health',
    description: 'Gauger’s database, pace, messages, targets and limits.',
    rows: [
      ['Now', ownState()],
      ['Work', ownWork()],
      ['Targets', targets()],
      ['Messages', messages()],
    ],
  });
}

function messages() {
  return [
    linesPanel(
      {
        title: 'Attempts to send',
        description: 'A second, by receiver and what came of it.',
        noValue: 'Nothing was sent yet',
        unit: 'short',
        width: 12,
      },
      [
        {
          expr: 'sum by (receiver, outcome) (rate(gauger_notifications_total[$__rate_interval]))',
          legend: '{{receiver}} {{outcome}}',
        },
      ],
    ),
    linesPanel(
      {
        title: 'Waiting and given up',
        description: 'Messages in the outbox by receiver.',
        noValue: 'No receiver is configured',
        unit: 'short',
        width: 12,
      },
      [{ expr: 'sum by (receiver, state) (gauger_outbox_messages)', legend: '{{receiver}} {{state}}' }],
    ),
    linesPanel(
      {
        title: 'Series',
        description: 'Followed, of limits.series at most; and signals that are not exported for want of room.',
        noValue: NOT_SCRAPED,
        unit: 'short',
        width: 24,
      },
      [
        { expr: 'gauger_series', legend: 'series {{instance}}' },
        { expr: 'gauger_exported_signals{state="left_out"}', legend: 'signals left out {{instance}}' },
      ],
    ),
  ];
}
