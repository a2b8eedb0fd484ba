import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { linesPanel, stackPanel } from '../panels.ts';
import { NO_GATEWAY } from './no-value.ts';

/** What tenants and namespaces spend and send. */
export function money(): cog.Builder<dashboard.Panel>[] {
  const tokens = (signal: string) => `topk(10, anomaly:level{anomaly_name="${signal}",entity_kind="tenant"})`;
  return [
    stackPanel(
      {
        title: 'Spending by tenant',
        description: 'The ten that spend most, an hour.',
        noValue: NO_GATEWAY,
        unit: 'currencyUSD',
        width: 12,
      },
      [{ expr: tokens('cost.rate'), legend: '{{entity}}' }],
    ),
    stackPanel(
      {
        title: 'GPUs held',
        description: 'What the GPUs of each namespace cost an hour, busy or not.',
        noValue: 'No dcgm-exporter, or no price for its GPUs under prices.gpus',
        unit: 'currencyUSD',
        width: 12,
      },
      [{ expr: 'anomaly:level{anomaly_name="cost.gpu"}', legend: '{{entity}}' }],
    ),
    linesPanel(
      {
        title: 'Output tokens by tenant',
        description: 'Tokens a second that leave, for the ten largest.',
        noValue: NO_GATEWAY,
        unit: 'short',
        width: 12,
      },
      [{ expr: tokens('tokens.output'), legend: '{{entity}}' }],
    ),
    linesPanel(
      {
        title: 'Input tokens by tenant',
        description: 'Tokens a second that come in, for the ten largest.',
        noValue: NO_GATEWAY,
        unit: 'short',
        width: 12,
      },
      [{ expr: tokens('tokens.input'), legend: '{{entity}}' }],
    ),
  ];
}
