import type { SignalDefinition } from '../model/signal.ts';
import type { Lead } from './columns.ts';
import { smallestNews, withinRange } from './gates.ts';
import { TAIL_MEMORY } from './memory.ts';
import { measure } from './model.ts';
import { predict } from './predictors.ts';
import { profileHours } from './profile.ts';
import { isRare } from './rare.ts';
import { rate } from './rate.ts';
import { ABOVE, ACTIVE, BELOW, DAY_HOURS, SLOW, tailAt, WEEK_HOURS } from './row.ts';
import type { Step } from './step.ts';
import { type TailNumbers, tailNumbers } from './tail.ts';
import { type Trend, trendOf } from './trend.ts';

/** What a baseline may believe in: a level that moves over days, one that follows within the hour, the hours of a day or of a week. */
export const PREDICTORS = ['slow level', 'following level', 'hour of day', 'hour of week'] as const;
export type Predictor = (typeof PREDICTORS)[number];

/** How a band and a score come about, in the signal's own unit. */
export interface ExplainedBaseline {
  /** What spoke loudest in the last score. */
  readonly lead: Lead;
  /** What the expected value comes from: whichever has predicted best lately. */
  readonly predictor: Predictor;
  /** Mostly zero: judged by how seldom it is anything else, and how large then. */
  readonly isRare: boolean;
  /** The usual distance from the expected value. */
  readonly usualDeviation: number;
  /** A smaller deviation is never news. */
  readonly smallestNews: number;
  /** -log10 of the probability of a sample that reaches the alert line; a score is a sample's own over this. */
  readonly lineEvidence: number;
  /** The score from which a sample is worth waking somebody. */
  readonly pageLine: number;
  /** Distances above and below the expected value that one sample in twenty exceeds, and how such go on. */
  readonly tails: { readonly above: TailNumbers; readonly below: TailNumbers };
  /** Where it goes beside its season; absent: nowhere, or it is younger than two days. */
  readonly trend?: Trend;
  /** What is expected at each hour of the week, from Monday 00:00 local time on; NaN: never seen. Absent while no season is believed. */
  readonly profile?: readonly number[];
}

/** Hours from Monday to Thursday, where the model's week begins because the Unix epoch did. */
const MONDAY_TO_THURSDAY = 72;

/**
 * Explains a baseline at the moment of its last sample.
 * @param step row, time and time of week are set, and the value is the expected one
 */
export function explainModel(
  step: Step,
  definition: SignalDefinition,
  lineEvidence: number,
): Omit<ExplainedBaseline, 'lead' | 'pageLine'> {
  const { numbers, singles, at } = step;
  const active = numbers[at + ACTIVE]!;
  step.tailRate = rate(step, TAIL_MEMORY);
  predict(step);
  step.expected = withinRange(definition, step.predictions[active]!);
  const gate = smallestNews(definition, step.expected);
  measure(step, gate);
  const profile = profileOf(step, definition);
  const trend = trendOf(step, definition);
  return {
    predictor: PREDICTORS[active]!,
    isRare: isRare(step),
    usualDeviation: step.unit,
    smallestNews: gate,
    lineEvidence,
    tails: {
      above: tailNumbers(singles, tailAt(at, ABOVE), step.unit),
      below: tailNumbers(singles, tailAt(at, BELOW), step.unit),
    },
    ...(trend && { trend }),
    ...(profile && { profile }),
  };
}

function profileOf({ numbers, words, at }: Step, definition: SignalDefinition): number[] | undefined {
  const predictor = PREDICTORS[numbers[at + ACTIVE]!];
  if (predictor !== 'hour of day' && predictor !== 'hour of week') return undefined;
  const hours = profileHours(words, at, predictor === 'hour of day' ? DAY_HOURS : WEEK_HOURS);
  const expected = hours.map((deviation) => withinRange(definition, numbers[at + SLOW]! + deviation));
  // Thursday first becomes Monday first.
  return expected.map((_, hour) => expected[(hour + WEEK_HOURS - MONDAY_TO_THURSDAY) % WEEK_HOURS]!);
}
