import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { choice, framed } from './frame.ts';
import { largest } from './level.ts';
import { NO_GATEWAY } from './overview/no-value.ts';
import { linesPanel, numberPanel, type PanelQuery, rankingPanel, stackPanel } from './panels.ts';
import { alertsPanel } from './sql.ts';

/** Who spends what, and whether it is usual for them: for whoever pays. */
export function tenants(): dashboard.Dashboard {
  return framed({
    uid: 'gauger-tenants',
    title: 'tenants and cost',
    description: 'What each tenant spends and sends, against what is usual for it.',
    variables: [choice('tenant', 'Tenant', 'label_values(anomaly:level{entity_kind="tenant"}, entity)')],
    rows: [
      ['All tenants', all()],
      ['$tenant', one()],
      ['Alerts about money', [alertsPanel(SPENT, `detector IN ('cost-spike', 'budget-burn')`)]],
    ],
  });
}

const SPENT = {
  title: 'What it cost',
  description: 'Alerts about money in the chosen time, with what they cost so far.',
  width: 24,
};

function all() {
  const over =
    'topk(10, clamp_min(anomaly:level{anomaly_name="cost.rate",entity_kind="tenant"} - anomaly:upper_band{anomaly_name="cost.rate",entity_kind="tenant"}, 0) > 0)';
  return [
    stackPanel(
      {
        title: 'Spending',
        description: 'USD an hour of the ten that spend most.',
        noValue: NO_GATEWAY,
        unit: 'currencyUSD',
        width: 12,
      },
      [largest('cost.rate', 'tenant')],
    ),
    rankingPanel(
      {
        title: 'Above the band',
        description: 'USD an hour above the upper edge of what is usual for the tenant.',
        noValue: 'Nobody spends more than usual',
        unit: 'currencyUSD',
        width: 12,
        decimals: 2,
      },
      { expr: over, legend: '{{entity}}' },
      { odd: 0.5, bad: 5 },
    ),
    linesPanel(
      {
        title: 'Cost of a token',
        description: 'A rise is a dearer model or a lost cache.',
        noValue: NO_GATEWAY,
        unit: 'currencyUSD',
        width: 8,
        decimals: 7,
      },
      [largest('cost.perToken', 'tenant')],
    ),
    linesPanel(
      {
        title: 'Requests',
        description: 'Requests a second of the ten largest.',
        noValue: NO_GATEWAY,
        unit: 'reqps',
        width: 8,
      },
      [largest('requests.rate', 'tenant')],
    ),
    linesPanel(
      {
        title: 'Share of failed requests',
        description: 'Not answered with 2xx.',
        noValue: NO_GATEWAY,
        unit: 'percentunit',
        width: 8,
      },
      [largest('requests.failedRatio', 'tenant')],
    ),
  ];
}

/** A signal of the chosen tenant with its band. */
function band(signal: string): PanelQuery[] {
  const of = `{anomaly_name="${signal}",entity_kind="tenant",entity="$tenant"}`;
  return [
    { expr: `anomaly:level${of}`, legend: 'now' },
    { expr: `anomaly:upper_band${of}`, legend: 'upper edge' },
    { expr: `anomaly:lower_band${of}`, legend: 'lower edge' },
  ];
}

function one() {
  const panel = (title: string, description: string, unit: string, signal: string) =>
    linesPanel({ title, description, noValue: 'This tenant has no such signal now', unit, width: 8 }, band(signal));
  return [
    numberPanel(
      {
        title: 'Now',
        description: 'What it spends an hour.',
        noValue: 'This tenant spends nothing now',
        unit: 'currencyUSD',
        width: 4,
        decimals: 2,
      },
      { expr: 'anomaly:level{anomaly_name="cost.rate",entity_kind="tenant",entity="$tenant"}', legend: 'USD/h' },
    ),
    numberPanel(
      {
        title: 'Today',
        description: 'USD since midnight UTC.',
        noValue: 'Nothing today',
        unit: 'currencyUSD',
        width: 4,
        decimals: 2,
      },
      { expr: 'anomaly:level{anomaly_name="cost.today",entity_kind="tenant",entity="$tenant"}', legend: 'USD' },
    ),
    rankingPanel(
      {
        title: 'How unusual',
        description: 'Scores of the tenant’s signals; 1 is the alert line.',
        noValue: 'No baseline is ready yet',
        unit: 'none',
        width: 16,
      },
      { expr: 'topk(8, anomaly:score{entity_kind="tenant",entity="$tenant"})', legend: '{{anomaly_name}}' },
      { odd: 0.7, bad: 1 },
    ),
    panel('Spending of $tenant', 'USD an hour, and the band of what is usual.', 'currencyUSD', 'cost.rate'),
    panel('Requests of $tenant', 'Requests a second through the gateway.', 'reqps', 'requests.rate'),
    panel(
      'Output tokens a request',
      'A rise without more requests is how data leaves.',
      'short',
      'tokens.outputPerRequest',
    ),
  ];
}
