import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** What every panel says of itself. Grafana's grid is 24 columns wide. */
export interface PanelText {
  readonly title: string;
  readonly description: string;
  /** What stands there instead of an empty panel: why there may be nothing to see. */
  readonly noValue: string;
  readonly unit: string;
  readonly width: number;
  readonly decimals?: number;
}

/** A query and the name of its lines. */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

/** The data source that the reader chose at the top of the dashboard. */
export const PROMETHEUS: common.DataSourceRef = { type: 'prometheus', uid: '$datasource' };

const HEIGHT = { stat: 4, lines: 8 } as const;
const REF_IDS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** Colours by name: Grafana gives each a shade for its light and its dark theme. */
const GOOD = 'green';
const ODD = 'orange';
const BAD = 'red';

/** One number now. It turns orange and red at the values given; without them it stays neutral. */
export function numberPanel(
  text: PanelText,
  query: PanelQuery,
  alarm?: { odd: number; bad: number },
): cog.Builder<dashboard.Panel> {
  const panel = new stat.PanelBuilder()
    .title(text.title)
    .description(text.description)
    .noValue(text.noValue)
    .unit(text.unit)
    .span(text.width)
    .height(HEIGHT.stat)
    .datasource(PROMETHEUS)
    .colorMode(alarm === undefined ? common.BigValueColorMode.None : common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .thresholds(thresholds(alarm))
    .targets([instant(query)]);
  return text.decimals === undefined ? panel : panel.decimals(text.decimals);
}

/** The largest few of something now, as bars. */
export function rankingPanel(
  text: PanelText,
  query: PanelQuery,
  alarm: { odd: number; bad: number },
): cog.Builder<dashboard.Panel> {
  return new bargauge.PanelBuilder()
    .title(text.title)
    .description(text.description)
    .noValue(text.noValue)
    .unit(text.unit)
    .decimals(text.decimals ?? 1)
    .span(text.width)
    .height(HEIGHT.lines)
    .min(0)
    .datasource(PROMETHEUS)
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .thresholds(thresholds(alarm))
    .targets([instant(query)]);
}

/** Lines over time. */
export function linesPanel(text: PanelText, queries: readonly PanelQuery[]): timeseries.PanelBuilder {
  return new timeseries.PanelBuilder()
    .title(text.title)
    .description(text.description)
    .noValue(text.noValue)
    .unit(text.unit)
    .span(text.width)
    .height(HEIGHT.lines)
    .datasource(PROMETHEUS)
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    )
    .targets(
      queries.map(({ expr, legend }, index) =>
        new DataqueryBuilder().expr(expr).legendFormat(legend).range().refId(refId(index)),
      ),
    );
}

/** Areas that add up to the whole. */
export function stackPanel(text: PanelText, queries: readonly PanelQuery[]): timeseries.PanelBuilder {
  return linesPanel(text, queries)
    .fillOpacity(30)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
}

function instant({ expr, legend }: PanelQuery): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).legendFormat(legend).instant().refId('A');
}

function refId(index: number): string {
  const id = REF_IDS[index];
  if (id === undefined) throw new Error(`a panel has at most ${REF_IDS.length} queries`);
  return id;
}

function thresholds(alarm: { odd: number; bad: number } | undefined): dashboard.ThresholdsConfigBuilder {
  const steps: dashboard.Threshold[] = [{ value: null, color: alarm === undefined ? 'text' : GOOD }];
  if (alarm !== undefined) steps.push({ value: alarm.odd, color: ODD }, { value: alarm.bad, color: BAD });
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}
