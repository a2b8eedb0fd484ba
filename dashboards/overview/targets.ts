import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { linesPanel, stackPanel } from '../panels.ts';
import { NOT_SCRAPED } from './no-value.ts';

/** Whether the exporters answer. */
export function targets(): cog.Builder<dashboard.Panel>[] {
  return [
    stackPanel(
      {
        title: 'Targets by health',
        description: 'What the last scrape of each target brought.',
        noValue: NOT_SCRAPED,
        unit: 'short',
        width: 12,
      },
      [{ expr: 'sum by (health) (gauger_targets)', legend: '{{health}}' }],
    ),
    linesPanel(
      {
        title: 'Failed scrapes',
        description: 'Scrapes a second without a page, by reason.',
        noValue: 'No scrape failed',
        unit: 'short',
        width: 12,
      },
      [
        {
          expr: 'sum by (outcome) (rate(gauger_scrapes_total{outcome!="up"}[$__rate_interval]))',
          legend: '{{outcome}}',
        },
      ],
    ),
  ];
}
