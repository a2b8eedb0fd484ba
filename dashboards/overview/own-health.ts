import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { linesPanel, numberPanel } from '../panels.ts';
import { NOT_SCRAPED } from './no-value.ts';

/** Whether Gauger itself is well: its database, its pace, its messages. */
export function ownState(): cog.Builder<dashboard.Panel>[] {
  return [
    numberPanel(
      {
        title: 'Database',
        description: '1 while the database answers.',
        noValue: NOT_SCRAPED,
        unit: 'bool_on_off',
        width: 4,
      },
      { expr: 'min(gauger_database_up)', legend: 'up' },
    ),
    numberPanel(
      {
        title: 'Since the last evaluation',
        description: 'Far above the evaluation interval: pages no longer arrive or the engine is stuck.',
        noValue: NOT_SCRAPED,
        unit: 's',
        width: 5,
      },
      { expr: 'time() - max(gauger_last_tick_timestamp_seconds)', legend: 'age' },
      { odd: 60, bad: 300 },
    ),
    numberPanel(
      {
        title: 'Since the last checkpoint',
        description: 'What was learnt since then would be lost with the process.',
        noValue: 'No checkpoint yet',
        unit: 's',
        width: 5,
      },
      { expr: 'time() - max(gauger_last_checkpoint_timestamp_seconds > 0)', legend: 'age' },
      { odd: 120, bad: 600 },
    ),
    numberPanel(
      {
        title: 'Messages waiting',
        description: 'Messages to receivers that are not sent yet.',
        noValue: 'No receiver is configured',
        unit: 'short',
        width: 5,
      },
      { expr: 'sum(gauger_outbox_messages{state="waiting"})', legend: 'waiting' },
      { odd: 10, bad: 100 },
    ),
    numberPanel(
      {
        title: 'Baselines warming up',
        description: 'Signals that are not judged yet.',
        noValue: NOT_SCRAPED,
        unit: 'short',
        width: 5,
      },
      { expr: 'sum(gauger_baselines{state="warming"})', legend: 'warming' },
    ),
  ];
}

/** What its work costs. */
export function ownWork(): cog.Builder<dashboard.Panel>[] {
  const p99 = (histogram: string) =>
    `histogram_quantile(0.99, sum by (le) (rate(${histogram}_bucket[$__rate_interval])))`;
  return [
    linesPanel(
      {
        title: 'Time per page and scrape',
        description: '99th percentile of what the engine took for a page, and a scrape from request to page.',
        noValue: NOT_SCRAPED,
        unit: 's',
        width: 8,
      },
      [
        { expr: p99('gauger_ingest_duration_seconds'), legend: 'engine' },
        { expr: p99('gauger_scrape_duration_seconds'), legend: 'scrape' },
      ],
    ),
    linesPanel(
      {
        title: 'Taken and left out',
        description: 'A second: samples taken, lines that could not be read, series beyond a limit.',
        noValue: NOT_SCRAPED,
        unit: 'short',
        width: 8,
      },
      [
        { expr: 'sum(rate(gauger_samples_total[$__rate_interval]))', legend: 'samples' },
        { expr: 'sum(rate(gauger_skipped_lines_total[$__rate_interval]))', legend: 'lines skipped' },
        { expr: 'sum(rate(gauger_series_dropped_total[$__rate_interval]))', legend: 'series dropped' },
      ],
    ),
    linesPanel(
      {
        title: 'Memory',
        description: 'Resident memory of the process.',
        noValue: NOT_SCRAPED,
        unit: 'bytes',
        width: 8,
      },
      [{ expr: 'process_resident_memory_bytes and on (instance) gauger_build_info', legend: '{{instance}}' }],
    ),
  ];
}
