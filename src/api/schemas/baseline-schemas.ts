import { z } from 'zod';
import type { ExplainedBaseline, LearntBaseline } from '../../core/baselines/baselines.ts';
import { LEADS } from '../../core/baselines/columns.ts';
import { PREDICTORS } from '../../core/baselines/explain.ts';
import type { SignalReading } from '../ports.ts';
import { Known, known, pageOf, Time, time } from './common-schemas.ts';
import { band, bandJson, timeOrNull } from './signal-schemas.ts';

const DAY_MS = 86_400_000;

const learntShape = {
  ...band,
  samples: z.int(),
  firstSampleAt: Time.nullable(),
  lastSampleAt: Time.nullable(),
  readyAt: Time.optional().describe('When it can be ready at the earliest; only while warming up'),
  intervalMs: z.number().describe('The usual time between two samples'),
  widening: Known.describe('By how much of itself a person’s word widened the band; 0: not at all'),
  held: z.boolean().describe('A person said that what goes on is an attack: nothing is learnt from it'),
  pinned: z.boolean().describe('A person said that it is good as it is: it scores, and learns nothing'),
};

export const BaselineJson = z.object(learntShape).meta({ id: 'Baseline' });
export const BaselinePage = pageOf(BaselineJson).meta({ id: 'BaselinePage' });

const TailJson = z
  .object({
    threshold: z.number().describe('Distance from the expected value that one sample in twenty exceeds'),
    scale: z.number().describe('How far beyond the threshold those lie: scale of a generalised Pareto law'),
    shape: z.number().describe('How heavy its tail is: 0 as of a Gaussian, 0.5 very heavy'),
    exceedances: z
      .number()
      .describe('Samples beyond the threshold that scale and shape rest on, those of long ago forgotten'),
  })
  .meta({ id: 'Tail' });

const ExplanationJson = z
  .object({
    leadingTerm: z.enum(LEADS).describe('What spoke loudest in the last score'),
    expectedFrom: z
      .enum(PREDICTORS)
      .describe('What the expected value comes from: whichever has predicted best lately'),
    mostlyZero: z.boolean().describe('Judged by how seldom it is not zero, and how large then'),
    usualDeviation: z.number().describe('The usual distance from the expected value'),
    smallestNews: z.number().describe('A smaller deviation is never news'),
    lineProbability: z.number().describe('How probable a sample is that reaches the alert line: set by the budget'),
    pageLine: z.number().describe('Score from which it may make an alert critical: set by the budget of pages'),
    tails: z.object({ above: TailJson, below: TailJson }),
    trend: z
      .object({
        perHour: z.number(),
        limit: z.number().optional().describe('The end of the range that lies ahead'),
        hoursToLimit: z.number().optional().describe('If it goes on like this; absent beyond a month'),
      })
      .optional()
      .describe('How it grows or falls beside its season; absent: it does not, or is younger than two days'),
    profile: z
      .object({
        timeZone: z.string(),
        hours: z
          .array(Known)
          .length(168)
          .describe('Expected at each hour of the week, from Monday 00:00; null: never seen'),
      })
      .optional()
      .describe('Absent while no season predicts better than a level'),
  })
  .meta({ id: 'BaselineExplanation' });

export const ExplainedBaselineJson = z
  .object({
    ...learntShape,
    value: Known.describe('null while the signal is missing'),
    score: Known.describe('Below 1 usual, 1 is the alert line'),
    daysSeen: z.number().describe('From the first sample to the last'),
    weeksSeen: z.number(),
    explanation: ExplanationJson.nullable().describe('null while the baseline is warming up'),
  })
  .meta({ id: 'ExplainedBaseline' });

/** What was learnt of a signal, in short. */
export function baselineJson(reading: SignalReading, learnt: LearntBaseline): z.infer<typeof BaselineJson> {
  return {
    ...bandJson(reading),
    samples: learnt.samples,
    firstSampleAt: timeOrNull(learnt.firstMs),
    lastSampleAt: timeOrNull(learnt.lastMs),
    ...(Number.isFinite(learnt.readyAtMs) ? { readyAt: time(learnt.readyAtMs) } : {}),
    intervalMs: learnt.intervalMs,
    widening: known(learnt.widening),
    held: learnt.held,
    pinned: learnt.pinned,
  };
}

/** The same with how band and score come about; null while it warms up. */
export function explainedBaselineJson(
  reading: SignalReading,
  learnt: LearntBaseline,
  explained: ExplainedBaseline | undefined,
  timeZone: string,
): z.infer<typeof ExplainedBaselineJson> {
  const daysSeen = learnt.samples === 0 ? 0 : (learnt.lastMs - learnt.firstMs) / DAY_MS;
  return {
    ...baselineJson(reading, learnt),
    value: known(reading.value),
    score: known(reading.score),
    daysSeen,
    weeksSeen: daysSeen / 7,
    explanation: explained === undefined ? null : explanationJson(explained, timeZone),
  };
}

function explanationJson(explained: ExplainedBaseline, timeZone: string): z.infer<typeof ExplanationJson> {
  const { lead, predictor, isRare, usualDeviation, smallestNews, lineEvidence, pageLine, tails, trend, profile } =
    explained;
  return {
    leadingTerm: lead,
    expectedFrom: predictor,
    mostlyZero: isRare,
    usualDeviation,
    smallestNews,
    lineProbability: 10 ** -lineEvidence,
    pageLine,
    tails,
    ...(trend && { trend }),
    ...(profile && { profile: { timeZone, hours: profile.map(known) } }),
  };
}
