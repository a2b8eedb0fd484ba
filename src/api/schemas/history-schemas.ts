import { z } from 'zod';
import { THEMES } from '../../chart/chart-theme.ts';
import { parseDuration } from '../../config/duration.ts';
import type { HistoryPoint } from '../../core/model/history-point.ts';
import type { SignalReading } from '../ports.ts';
import { EntityJson, entityJson, Known, known, Time, time } from './common-schemas.ts';

/** RFC 3339 to Unix milliseconds. */
const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Step = z.string().transform((text, context) => {
  const stepMs = parseDuration(text);
  if (stepMs !== undefined && stepMs > 0) return stepMs;
  context.addIssue({ code: 'custom', message: 'is no duration; write one like 30s, 5m or 1h' });
  return z.NEVER;
});

const range = {
  from: Moment.optional().describe('RFC 3339; left out: the oldest point that is kept'),
  to: Moment.optional().describe('RFC 3339; left out: the present'),
  step: Step.optional().describe(
    '`5m`: of each five minutes the most unusual point; left out: every point that is kept',
  ),
};

export const HistoryQuery = z.strictObject(range);
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const ChartQuery = z.strictObject({ ...range, theme: z.enum(THEMES).default('light') });
export type ChartQuery = z.infer<typeof ChartQuery>;

export const HistoryJson = z
  .object({
    key: z.string(),
    signal: z.string(),
    entity: EntityJson,
    unit: z.string(),
    points: z.array(
      z.object({
        time: Time,
        value: Known.describe('null: from here to the next point the signal is missing'),
        expected: Known,
        lower: Known,
        upper: Known,
        score: z.number().describe('Below 1 usual, 1 is the alert line'),
      }),
    ),
  })
  .meta({ id: 'SignalHistory' });

export function historyJson(
  { key, signal, entity }: SignalReading,
  points: readonly HistoryPoint[],
): z.infer<typeof HistoryJson> {
  return { key, signal: signal.id, entity: entityJson(entity), unit: signal.unit, points: points.map(pointJson) };
}

function pointJson({ timeMs, value, expected, lower, upper, score }: HistoryPoint) {
  return {
    time: time(timeMs),
    value: known(value),
    expected: known(expected),
    lower: known(lower),
    upper: known(upper),
    score,
  };
}
