import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { linesPanel } from '../panels.ts';

/** Level, upper and lower edge; the band is filled between the edges. */
export function chosenSignal(): timeseries.PanelBuilder {
  const of = '{anomaly_name="$signal",entity="$entity"}';
  const edge = (fill: string | undefined): dashboard.DynamicConfigValue[] => [
    { id: 'custom.lineWidth', value: 0 },
    { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } },
    ...(fill === undefined
      ? []
      : [
          { id: 'custom.fillBelowTo', value: fill },
          { id: 'custom.fillOpacity', value: 15 },
        ]),
  ];
  return linesPanel(
    {
      title: '$signal of $entity',
      description: 'The value in its own unit, and the band of what is usual: learnt from the past alone.',
      noValue: 'This entity has no such signal now',
      unit: 'short',
      width: 24,
    },
    [
      { expr: `anomaly:level${of}`, legend: 'level' },
      { expr: `anomaly:upper_band${of}`, legend: 'upper' },
      { expr: `anomaly:lower_band${of}`, legend: 'lower' },
    ],
  )
    .lineWidth(2)
    .overrideByName('level', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'orange' } }])
    .overrideByName('upper', edge('lower'))
    .overrideByName('lower', edge(undefined));
}

/** Its score, and the line beyond which it is unusual. */
export function chosenScore(): timeseries.PanelBuilder {
  return linesPanel(
    {
      title: 'Score of $signal of $entity',
      description: 'How unusual it is: below 1 usual, 1 is the alert line.',
      noValue: 'The baseline is warming up, or this entity has no such signal now',
      unit: 'none',
      width: 24,
    },
    [{ expr: 'anomaly:score{anomaly_name="$signal",entity="$entity"}', legend: 'score' }],
  )
    .min(0)
    .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Line))
    .thresholds(
      new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
        { value: null, color: 'transparent' },
        { value: 1, color: 'red' },
      ]),
    );
}
