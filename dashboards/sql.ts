import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as table from '@grafana/grafana-foundation-sdk/table';
import type { PanelText } from './panels.ts';

/** Gauger's own database, as the reader chose it at the top of the dashboard. */
export const POSTGRES: common.DataSourceRef = { type: 'grafana-postgresql-datasource', uid: '$history' };

/** What Grafana's PostgreSQL data source takes; the SDK has no builder for it. */
interface SqlTarget extends cog.Dataquery {
  readonly datasource: common.DataSourceRef;
  readonly editorMode: 'code';
  readonly format: 'table';
  readonly rawQuery: true;
  readonly rawSql: string;
  readonly refId: string;
}

class SqlQuery implements cog.Builder<cog.Dataquery> {
  constructor(private readonly rawSql: string) {}

  build(): SqlTarget {
    const { rawSql } = this;
    const target = {
      datasource: POSTGRES,
      editorMode: 'code',
      format: 'table',
      rawQuery: true,
      rawSql,
      refId: 'A',
    } as const;
    // A mark for the type checker alone: as a property of its own it would stand in the JSON.
    return Object.assign(Object.create({ _implementsDataqueryVariant: () => {} }), target);
  }
}

/** Rows of Gauger's history. */
export function rowsPanel(text: Omit<PanelText, 'unit'>, sql: string): table.PanelBuilder {
  return new table.PanelBuilder()
    .title(text.title)
    .description(text.description)
    .noValue(text.noValue)
    .unit('none')
    .span(text.width)
    .height(9)
    .datasource(POSTGRES)
    .showHeader(true)
    .targets([new SqlQuery(sql)]);
}

/** Alerts of the chosen time, newest first, each with a link to its page. `where` narrows them down. */
export function alertsPanel(text: Omit<PanelText, 'unit' | 'noValue'>, where = 'true'): table.PanelBuilder {
  const sql = `SELECT starts_at AS "since", severity, state, detector, body #>> '{peak,summary}' AS "what",
  round(usd_total::numeric, 2) AS "USD", extract(epoch FROM coalesce(ends_at, now()) - starts_at) AS "for", id
FROM alerts
WHERE $__timeFilter(starts_at) AND state <> 'pending' AND NOT shadow AND ${where}
ORDER BY starts_at DESC, id LIMIT 200`;
  return rowsPanel(
    { ...text, noValue: 'No alert in this time, or no PostgreSQL of Gauger’s is chosen at the top' },
    sql,
  )
    .overrideByName('severity', [
      { id: 'custom.width', value: 90 },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
      { id: 'mappings', value: [{ type: 'value', options: SEVERITY_COLOURS }] },
    ])
    .overrideByName('for', [{ id: 'unit', value: 'dtdurations' }])
    .overrideByName('USD', [{ id: 'unit', value: 'currencyUSD' }])
    .overrideByName('what', [{ id: 'custom.width', value: 560 }])
    .overrideByName('id', [
      { id: 'custom.width', value: 260 },
      {
        id: 'links',
        value: [{ title: 'Open in Gauger', url: '$gauger/#/alerts/$' + '{__value.raw}', targetBlank: true }],
      },
    ]);
}

const SEVERITY_COLOURS: Readonly<Record<string, dashboard.ValueMappingResult>> = {
  critical: { color: 'red', text: 'critical', index: 0 },
  warning: { color: 'orange', text: 'warning', index: 1 },
  info: { color: 'blue', text: 'info', index: 2 },
};
