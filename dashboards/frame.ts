import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { PROMETHEUS } from './panels.ts';
import { POSTGRES } from './sql.ts';

type Panel = cog.Builder<dashboard.Panel>;

export interface Frame {
  /** Never changes: links and provisioning name the dashboard by it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables?: readonly cog.Builder<dashboard.VariableModel>[];
  readonly rows: readonly (readonly [title: string, panels: readonly Panel[]])[];
}

/** What all of Gauger's dashboards have in common: data sources to choose, links to each other, alerts as marks in time. */
export function framed({ uid, title, description, variables = [], rows }: Frame): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(`Gauger: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['gauger'])
    .time({ from: 'now-3h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .link(otherDashboards())
    .annotation(alertMarks())
    .withVariable(source('datasource', 'Prometheus', 'prometheus'))
    .withVariable(source('history', 'History', POSTGRES_TYPE))
    .withVariable(
      new dashboard.TextBoxVariableBuilder('gauger').label('Gauger at').defaultValue('http://127.0.0.1:8080'),
    );
  for (const variable of variables) builder.withVariable(variable);
  for (const [name, panels] of rows) {
    builder.withRow(new dashboard.RowBuilder(name));
    for (const panel of panels) builder.withPanel(panel);
  }
  return builder.build();
}

const POSTGRES_TYPE = POSTGRES.type ?? '';

/** A variable whose values are those of a label. */
export function choice(name: string, label: string, query: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .query(query)
    .datasource(PROMETHEUS)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
}

function source(name: string, label: string, type: string): dashboard.DatasourceVariableBuilder {
  return new dashboard.DatasourceVariableBuilder(name).label(label).type(type);
}

function otherDashboards(): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder('Gauger')
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags(['gauger'])
    .keepTime(true)
    .includeVars(false);
}

function alertMarks(): dashboard.AnnotationQueryBuilder {
  return new dashboard.AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor('red')
    .expr('sum by (detector) (increase(gauger_alert_changes_total{change="fired", shadow="false"}[$__interval])) > 0')
    .step('15s')
    .titleFormat('{{detector}}')
    .textFormat('an alert fired');
}
