import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { linesPanel, numberPanel, rankingPanel } from '../panels.ts';
import { NO_ALERT, NO_GATEWAY, NOT_SCRAPED } from './no-value.ts';

/** Alerts, money and scores at this moment. */
export function now(): cog.Builder<dashboard.Panel>[] {
  const tenantsOver =
    'clamp_min(anomaly:level{anomaly_name="cost.rate",entity_kind="tenant"} - anomaly:upper_band{anomaly_name="cost.rate",entity_kind="tenant"}, 0)';
  return [
    numberPanel(
      {
        title: 'Firing alerts',
        description: 'Alerts that people were told of and that are not over.',
        noValue: NOT_SCRAPED,
        unit: 'short',
        width: 6,
      },
      { expr: 'sum(gauger_alerts{state="firing", shadow="false"}) or 0 * sum(gauger_signals)', legend: 'firing' },
      { odd: 1, bad: 3 },
    ),
    numberPanel(
      {
        title: 'Money at risk',
        description: 'What tenants spend an hour above the upper edge of their usual band, summed.',
        noValue: NO_GATEWAY,
        unit: 'currencyUSD',
        width: 6,
        decimals: 2,
      },
      { expr: `sum(${tenantsOver})`, legend: 'USD/h over the band' },
      { odd: 0.5, bad: 5 },
    ),
    numberPanel(
      {
        title: 'Spending',
        description: 'What all tenants spend an hour.',
        noValue: NO_GATEWAY,
        unit: 'currencyUSD',
        width: 6,
        decimals: 2,
      },
      { expr: 'sum(anomaly:level{anomaly_name="cost.rate",entity_kind="tenant"})', legend: 'USD/h' },
    ),
    numberPanel(
      {
        title: 'Unusual signals',
        description: 'Signals at or beyond the alert line (a score of 1) now. Detectors decide which of them matter.',
        noValue: NOT_SCRAPED,
        unit: 'short',
        width: 6,
      },
      { expr: 'count(anomaly:score >= 1) or 0 * sum(gauger_signals)', legend: 'unusual' },
      { odd: 5, bad: 50 },
    ),
    rankingPanel(
      {
        title: 'Top scores',
        description: 'The most unusual signals now; 1 is the alert line.',
        noValue: 'No baseline is ready yet: Gauger is warming up',
        unit: 'none',
        width: 12,
      },
      { expr: 'topk(10, anomaly:score)', legend: '{{anomaly_name}} of {{entity}}' },
      { odd: 0.7, bad: 1 },
    ),
    linesPanel(
      {
        title: 'Open alerts',
        description: 'Pending and firing alerts by detector.',
        noValue: NO_ALERT,
        unit: 'short',
        width: 12,
      },
      [{ expr: 'sum by (detector, state) (gauger_alerts{shadow="false"})', legend: '{{detector}} {{state}}' }],
    ),
  ];
}
