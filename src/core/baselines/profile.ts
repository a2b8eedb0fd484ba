import { clip } from './rate.ts';
import { DAY_HOURS, PROFILE_BIN, PROFILE_COUNT, PROFILE_SUM, PROFILE_WORDS, SLOW, WEEK_HOURS } from './row.ts';
import type { Step } from './step.ts';

/** How much of a visited hour's mean enters its bin: a day's hour is seen seven times as often as a week's. */
const DAY_WEIGHT = 0.1;
const WEEK_WEIGHT = 0.16;
/** A sample pulls its hour by this many scales at most, and one beyond the alert line by a tenth of that. */
const PULL = 6;
const UNUSUAL_PULL = 0.6;
/** The 16-bit word of an hour never seen: a bfloat16 NaN. */
const UNSEEN = 0x7fc0;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** bfloat16: the upper half of a float32, rounded. Eight bits of a deviation are enough, and two bytes an hour are not many. */
function toWord(value: number): number {
  float[0] = value;
  return Number.isNaN(value) ? UNSEEN : ((bits[0]! + 0x8000) >>> 16) & 0xffff;
}

function fromWord(word: number): number {
  bits[0] = word << 16;
  return float[0]!;
}

/** No hour has been seen. */
export function startProfile(words: Uint16Array, at: number): void {
  const start = at * 4 + PROFILE_WORDS;
  words.fill(UNSEEN, start, start + DAY_HOURS + WEEK_HOURS);
}

/** The deviation from the slow level that this time of day has, 0 where it was never seen; straight between hours' middles. */
export function dayDeviation(step: Step): number {
  return between(step, 0, DAY_HOURS);
}

/** The same of this time of week. */
export function weekDeviation(step: Step): number {
  return between(step, DAY_HOURS, WEEK_HOURS);
}

function between(step: Step, bins: number, hours: number): number {
  const position = step.weekHour - hours * Math.floor(step.weekHour / hours) - 0.5;
  const before = Math.floor(position);
  const share = position - before;
  const start = step.at * 4 + PROFILE_WORDS + bins;
  const left = seen(step.words[start + (before < 0 ? hours - 1 : before)]!);
  const right = seen(step.words[start + (before + 1 === hours ? 0 : before + 1)]!);
  return left + share * (right - left);
}

/**
 * What the hours of a week deviate from the slow level, from Thursday 00:00 local time on; NaN: never seen.
 * @param hours 24: the day's hours seven times over; 168: the week's own
 */
export function profileHours(words: Uint16Array, at: number, hours: number): number[] {
  const start = at * 4 + PROFILE_WORDS + (hours === DAY_HOURS ? 0 : DAY_HOURS);
  return Array.from({ length: WEEK_HOURS }, (_, hour) => fromWord(words[start + (hour % hours)]!));
}

function seen(word: number): number {
  return word === UNSEEN ? 0 : fromWord(word);
}

/** Gathers the sample into the present hour; when an hour is over, its mean enters the day's and the week's bin. Hours since then; 0: it goes on. */
export function learnProfile(step: Step): number {
  const { numbers, at } = step;
  const bin = Math.floor(step.weekHour);
  let hours = 0;
  if (bin !== numbers[at + PROFILE_BIN]) {
    if (numbers[at + PROFILE_COUNT]! > 0) {
      closeHour(step);
      hours = (bin - numbers[at + PROFILE_BIN]! + WEEK_HOURS) % WEEK_HOURS;
    }
    numbers[at + PROFILE_BIN] = bin;
    numbers[at + PROFILE_SUM] = 0;
    numbers[at + PROFILE_COUNT] = 0;
  }
  const usual = step.expected - numbers[at + SLOW]!;
  numbers[at + PROFILE_SUM]! += usual + clip(step.deviation, (step.beyond ? UNUSUAL_PULL : PULL) * step.unit);
  numbers[at + PROFILE_COUNT]! += 1;
  return hours;
}

function closeHour({ numbers, words, at }: Step): void {
  const mean = numbers[at + PROFILE_SUM]! / numbers[at + PROFILE_COUNT]!;
  const bin = numbers[at + PROFILE_BIN]!;
  const start = at * 4 + PROFILE_WORDS;
  blend(words, start + (bin % DAY_HOURS), mean, DAY_WEIGHT);
  blend(words, start + DAY_HOURS + bin, mean, WEEK_WEIGHT);
}

function blend(words: Uint16Array, index: number, mean: number, weight: number): void {
  const word = words[index]!;
  const before = fromWord(word);
  words[index] = toWord(word === UNSEEN ? mean : before + weight * (mean - before));
}
