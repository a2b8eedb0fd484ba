import type { SignalDefinition } from '../model/signal.ts';
import { changeEvidence, learnChange, measureChange } from './change.ts';
import { type Columns, LEADS } from './columns.ts';
import { driftEvidence, learnDrift, measureDrift } from './drift.ts';
import { opensEpisode } from './episode-gate.ts';
import { doubtGap } from './gap.ts';
import { isNews, smallestNews, withinRange } from './gates.ts';
import { beyondGuard, guardLimit, learnGuard } from './guard.ts';
import { SCALE_MEMORY, SCALE_PULL, SWING_MEMORY, TAIL_MEMORY } from './memory.ts';
import { learnNovelty, noveltyEvidence } from './novelty.ts';
import { learnPredictors, predict } from './predictors.ts';
import { learnProfile } from './profile.ts';
import { countRun, isRare, learnRare, rareEvidence, rareValue } from './rare.ts';
import { rate } from './rate.ts';
import { changeReach, findReaches, levelReach } from './reach.ts';
import { formerDistance, isAway } from './regime.ts';
import { learnResidual, residualEvidence } from './residual.ts';
import { ACTIVE, BEYOND_SAMPLES, CENTRE, FIRST_MS, GAP_DOUBT, SCALE, SWING, WIDENING } from './row.ts';
import { learnShift } from './shift.ts';
import { learnSpread, measureSpread, spreadEvidence } from './spread.ts';
import type { Step } from './step.ts';
import { learnTrend } from './trend.ts';

const DAY_MS = 86_400_000;

/** No feature is measured in less than this share of the signal's own swing, nor of the smallest deviation that is news. */
const SWING_SHARE = 0.05;
const GATE_SHARE = 1e-3;
/** A step never seen before counts for this much of its own rarity, beside what else speaks for news ... */
const NOVELTY_SHARE = 0.7;
/**
 * ... until the tails rest on more samples than this: then they know by themselves how rare it is. A signal sees a dozen such steps
 * in its life, more than its share of the budget among many signals: so it counts there for as much less.
 */
const NOVELTY_SAMPLES = 4000;
/** While a signal is young most of what it does is new: news counts by its age, in full from here on. */
const NOVELTY_AGE_MS = 3 * DAY_MS;
/** What a sample beyond the alert line teaches. */
const UNUSUAL_TRUST = 0.1;
/** The swing's part in how the scale grows with the level (its fourth root: between a constant and a Poisson law). */
const SWELL_SWING = 0.3;

const LEVEL = LEADS.indexOf('level');
const CHANGE = LEADS.indexOf('change');
const DRIFT = LEADS.indexOf('drift');
const SPREAD = LEADS.indexOf('spread');
const NOVELTY = LEADS.indexOf('novelty');
const COUNT = LEADS.indexOf('count');
const GUARD = LEADS.indexOf('guard');

/** Judges a sample against the past and writes the columns. */
export function judge(
  step: Step,
  definition: SignalDefinition,
  lineEvidence: number,
  columns: Columns,
  slot: number,
): void {
  const { numbers, at, value } = step;
  step.scaleRate = rate(step, SCALE_MEMORY);
  step.tailRate = rate(step, TAIL_MEMORY);
  step.rare = isRare(step);
  doubtGap(step);
  predict(step);
  const expected = withinRange(definition, step.predictions[numbers[at + ACTIVE]!]!);
  step.expected = expected;
  step.deviation = value - expected;
  const gate = smallestNews(definition, expected);
  measure(step, gate);
  findReaches(step, lineEvidence);
  const above = levelHalf(step, true);
  const below = levelHalf(step, false);
  step.evidence = weigh(step);
  // What drifts is as large as the drift, however close to the following level it lies.
  const size = Math.max(Math.abs(step.deviation), step.lead === DRIFT ? Math.abs(step.drift) : 0);
  const guard = beyondGuard(step);
  if (guard > step.evidence / lineEvidence) step.lead = GUARD;
  const raw = Math.max(step.evidence / lineEvidence, guard);
  // Below the smallest deviation that is news, the score stays below the line and grows with the deviation.
  const score = Math.min(
    raw,
    size < gate ? size / gate : raw,
    returnScore(step, Math.max(gate, above, below, step.floor)),
  );
  step.beyond = score >= 1;
  columns.score[slot] = isNews(definition, step.deviation) ? score : 0;
  step.opens = opensEpisode(step, columns.score[slot]!);
  columns.onset[slot] = step.opens ? 1 : 0;
  columns.expected[slot] = expected;
  columns.upper[slot] = withinRange(definition, expected + halfBand(step, above, lineEvidence, gate, true));
  columns.lower[slot] = withinRange(definition, expected - halfBand(step, below, lineEvidence, gate, false));
  columns.lead[slot] = step.lead;
  columns.confidence[slot] = confidence(step);
  learnGuard(step, Math.max(gate, above), Math.max(gate, below));
  countRun(step);
}

/** A return to where the signal was before an adopted shift is no news: it scores below the line, by how far from there it lies. */
function returnScore(step: Step, half: number): number {
  step.back = false;
  if (!isAway(step.numbers, step.at)) return Number.POSITIVE_INFINITY;
  const score = formerDistance(step) / half;
  step.back = score < 1;
  return step.back ? score : Number.POSITIVE_INFINITY;
}

/** How far the level may lie off to one side. */
function levelHalf(step: Step, above: boolean): number {
  return Math.min(step.unit * levelReach(step, above), guardLimit(step, above));
}

/** How far the band reaches to one side: as far as level and change allow both, and never less than what may be news. */
function halfBand(step: Step, level: number, lineEvidence: number, gate: number, above: boolean): number {
  const change = step.changeUnit * changeReach(step, above);
  // Where a value would be no change, seen from the expected one.
  const still = step.deviation - step.change;
  const learnt = Math.min(level, above ? still + change : change - still);
  if (above && step.rare) return Math.max(gate, learnt, rareValue(step, lineEvidence) - step.expected);
  return Math.max(gate, learnt);
}

/** The scales that the features are measured in, and the features. */
export function measure(step: Step, gate: number): void {
  const { numbers, at, expected } = step;
  const widening = (1 + numbers[at + WIDENING]!) * (1 + numbers[at + GAP_DOUBT]!);
  step.widening = widening;
  const swing = numbers[at + SWING]!;
  const allowance = SWELL_SWING * swing + 1e-12;
  step.swell = Math.sqrt(Math.sqrt((Math.abs(expected) + allowance) / (Math.abs(numbers[at + CENTRE]!) + allowance)));
  step.floor = Math.max(SWING_SHARE * swing, GATE_SHARE * gate, 1e-9 * Math.abs(expected), 1e-12);
  step.unit = Math.max(numbers[at + SCALE]! * step.swell, step.floor) * widening;
  measureChange(step);
  step.changeUnit *= widening;
  measureDrift(step);
  step.driftUnit *= widening;
  measureSpread(step);
  step.spreadUnit *= widening;
}

/** -log10 of how probable the sample is by what was learnt: the strongest of the features speaks. */
function weigh(step: Step): number {
  step.lead = LEVEL;
  let strongest = louder(step, CHANGE, changeEvidence(step), residualEvidence(step));
  strongest = louder(step, DRIFT, driftEvidence(step), strongest);
  strongest = louder(step, SPREAD, spreadEvidence(step), strongest);
  if (step.rare) {
    const counted = rareEvidence(step);
    if (counted < strongest) step.lead = COUNT;
    strongest = Math.min(strongest, counted);
  }
  const rarity = noveltyEvidence(step);
  if (rarity === 0) return strongest;
  const news = noveltyShare(step) * rarity;
  if (news > strongest) step.lead = NOVELTY;
  return strongest + news;
}

function noveltyShare({ numbers, at, timeMs, samples, budgetShare }: Step): number {
  const grown = Math.min(1, (timeMs - numbers[at + FIRST_MS]!) / NOVELTY_AGE_MS);
  return NOVELTY_SHARE * budgetShare * grown * Math.min(1, NOVELTY_SAMPLES / samples);
}

function louder(step: Step, lead: number, evidence: number, before: number): number {
  if (evidence <= before) return before;
  step.lead = lead;
  return evidence;
}

/** How far the baseline is to be trusted: half by how many samples it rests on, half by how much of a day and a week it has seen. */
function confidence(step: Step): number {
  const ageMs = step.timeMs - step.numbers[step.at + FIRST_MS]!;
  const seasons = 0.25 * Math.min(1, ageMs / DAY_MS) + 0.25 * Math.min(1, ageMs / (7 * DAY_MS));
  return (0.5 * step.samples) / (step.samples + 100) + seasons;
}

/** Learns a judged sample. One beyond the alert line teaches a tenth, and nothing while a person holds the alert to be true. */
export function learn(step: Step, adoptAfterMs: number): void {
  if (learnShift(step, adoptAfterMs)) return;
  const trust = step.beyond ? UNUSUAL_TRUST : 1;
  // A deviation that lasts is one peak, not many: each further sample of it says less about how high peaks are.
  step.peakTrust = trust / (1 + step.numbers[step.at + BEYOND_SAMPLES]!);
  const { numbers, at, swell } = step;
  const hours = learnProfile(step);
  if (hours > 0) learnTrend(step, hours);
  learnSwing(step, trust);
  const size = Math.min(Math.abs(step.deviation), SCALE_PULL * step.unit) / swell;
  const before = numbers[at + SCALE]!;
  numbers[at + SCALE] = before + trust * step.scaleRate * (size - before);
  learnPredictors(step, trust);
  learnResidual(step, trust);
  learnChange(step, trust);
  learnDrift(step, trust);
  learnSpread(step, trust);
  learnRare(step);
  learnNovelty(step);
}

/** Where the signal usually is and how far from there it usually goes, seasons and all. */
function learnSwing(step: Step, trust: number): void {
  const { numbers, at, value, unit } = step;
  const weight = rate(step, SWING_MEMORY);
  const swing = numbers[at + SWING]!;
  const away = Math.min(Math.abs(value - numbers[at + CENTRE]!), 8 * Math.max(swing, unit));
  numbers[at + SWING] = swing + trust * weight * (away - swing);
  numbers[at + CENTRE]! += weight * (value - numbers[at + CENTRE]!);
}
