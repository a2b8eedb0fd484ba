import type { Entity } from '../model/entity.ts';
import type { Cause } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { TickView } from './detector.ts';
import { type Change, decompose } from './lmdi.ts';
import { isHigh, isLow, isUsable } from './readings.ts';

/** What may make spending rise, worded for its rise and for its fall. Order is the order of the factors. */
const FACTORS = [
  ['more requests', 'fewer requests'],
  ['longer prompts', 'shorter prompts'],
  ['longer outputs', 'shorter outputs'],
  ['dearer model', 'cheaper model'],
  ['lost cache', 'better cache'],
] as const;
const REQUESTS = 0;
const PROMPT = 1;
const OUTPUT = 2;
const PRICE = 3;

/** An output token costs one to eight times an input token in the price lists of 2026; a split by fixed prices must lie in between. */
const OUTPUT_PRICE_RATIO = { minimum: 1, maximum: 8 } as const;

/** What a cached prompt token costs against a fresh one; providers ask between a tenth and a half. */
const CACHED_PRICE_RATIO = 0.25;

const ONE: Change = { before: 1, now: 1 };

/** Requests a second and tokens a request; `cache` is the share of the prompt's price that is left after cache hits. */
interface Usage {
  readonly requests: Change;
  readonly prompt: Change;
  readonly output: Change;
  readonly cache: Change;
}

/**
 * Splits the change of spending into causes whose shares, whole percents, sum to 1:
 * `USD/h = requests x (prompt x cache + ratio x output) x price`, by additive LMDI (see `decompose`), largest share first, by readings
 * that are held against the same past as the money. What worked against the change is none of its causes. The price of the identity is the one that makes it true, so nothing is left over.
 */
export function costCauses(
  view: TickView,
  entity: Entity,
  cost: Reading,
  readingOf: (signal: string) => Reading | undefined = (signal) => view.reading(signal, entity),
): Cause[] {
  const usage = usageOf(readingOf, view.reading('cache.hitRatio', entity));
  if (usage === undefined || cost.expected <= 0 || cost.value <= 0) return [{ cause: 'unexplained', share: 1 }];
  const addends = addendsOf(usage, { before: cost.expected, now: cost.value });
  const settled = settlePrice(addends, view.reading('cost.perToken', entity));
  const rises = cost.value >= cost.expected;
  const pushes = settled.map((addend) => Math.max(0, rises ? addend : -addend));
  const total = pushes.reduce((sum, push) => sum + push, 0);
  if (!Number.isFinite(total) || total === 0) return [{ cause: 'unexplained', share: 1 }];
  return wholePercents(pushes.map((push) => push / total))
    .map((percent, index) => ({ cause: FACTORS[index]?.[rises ? 0 : 1] ?? '', share: percent / 100 }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}

/** Shares of 1 in whole percents that add up to 100, by the largest remainders: people add up what they read. */
function wholePercents(shares: readonly number[]): number[] {
  const whole = shares.map((share) => Math.floor(share * 100));
  const left = 100 - whole.reduce((sum, percent) => sum + percent, 0);
  const remainder = (index: number) => shares[index]! * 100 - whole[index]!;
  const rounded = [...shares.keys()].sort((a, b) => remainder(b) - remainder(a)).slice(0, left);
  for (const index of rounded) whole[index]!++;
  return whole;
}

function addendsOf(usage: Usage, cost: Change): number[] {
  const { requests, prompt, output, cache } = usage;
  const ratio = outputPriceRatio(usage, cost);
  const weighted = (side: keyof Change) => requests[side] * (prompt[side] * cache[side] + ratio * output[side]);
  const price: Change = { before: cost.before / weighted('before'), now: cost.now / weighted('now') };
  const dear: Change = { before: ratio * output.before, now: ratio * output.now };
  return decompose([
    [requests, prompt, ONE, price, cache],
    [requests, ONE, dear, price, ONE],
  ]);
}

/**
 * Nobody tells what share of the bill is for output. Of all plausible ratios the one is taken that needs the smallest change of price:
 * a dearer model is claimed only where no fixed pair of prices explains the bill.
 */
function outputPriceRatio(usage: Usage, cost: Change): number {
  const { requests, prompt, output, cache } = usage;
  const rise = cost.now / requests.now / (cost.before / requests.before);
  const root = (prompt.now * cache.now - rise * prompt.before * cache.before) / (rise * output.before - output.now);
  const { minimum, maximum } = OUTPUT_PRICE_RATIO;
  const priceChange = (ratio: number) =>
    Math.abs(
      Math.log(
        (rise * (prompt.before * cache.before + ratio * output.before)) / (prompt.now * cache.now + ratio * output.now),
      ),
    );
  const candidates = [minimum, maximum, ...(root > minimum && root < maximum ? [root] : [])];
  return candidates.reduce((best, ratio) => (priceChange(ratio) < priceChange(best) ? ratio : best));
}

/**
 * Expectations are learned signal by signal and do not obey the identity to the last per cent; that misfit lands in the price.
 * Where the price itself is as usual, its addend belongs to the others: they are scaled to the whole.
 */
function settlePrice(addends: readonly number[], perToken: Reading | undefined): number[] {
  const price = addends[PRICE] ?? 0;
  const moved = price > 0 ? isHigh(perToken) : isLow(perToken);
  const others = addends.reduce((sum, addend, index) => (index === PRICE ? sum : sum + Math.max(0, addend)), 0);
  if (!isUsable(perToken) || moved || others <= Math.abs(price)) return [...addends];
  const scale = (others + price) / others;
  return addends.map((addend, index) => (index === PRICE ? 0 : addend > 0 ? addend * scale : addend));
}

function usageOf(readingOf: (signal: string) => Reading | undefined, hitRatio: Reading | undefined): Usage | undefined {
  const change = (signal: string): Change | undefined => {
    const reading = readingOf(signal);
    return isUsable(reading) ? { before: reading.expected, now: reading.value } : undefined;
  };
  const requests = change('requests.rate');
  const prompt = change('tokens.inputPerRequest') ?? perRequest(change('tokens.input'), requests);
  const output = change('tokens.outputPerRequest') ?? perRequest(change('tokens.output'), requests);
  if (!isPositive(requests) || !isPositive(prompt) || !isPositive(output)) return undefined;
  return { requests, prompt, output, cache: cacheChange(hitRatio) };
}

function perRequest(tokens: Change | undefined, requests: Change | undefined): Change | undefined {
  if (tokens === undefined || requests === undefined) return undefined;
  return { before: tokens.before / requests.before, now: tokens.now / requests.now };
}

/** Only an unusual loss of the cache counts; its everyday wobble is not a cause. */
function cacheChange(hitRatio: Reading | undefined): Change {
  if (!isLow(hitRatio)) return ONE;
  const left = (ratio: number) => 1 - Math.min(1, Math.max(0, ratio)) * (1 - CACHED_PRICE_RATIO);
  return { before: left(hitRatio.expected), now: left(hitRatio.value) };
}

function isPositive(change: Change | undefined): change is Change {
  return change !== undefined && [change.before, change.now].every((side) => Number.isFinite(side) && side > 0);
}

/** The share of the rise that a kind of cause explains. */
export function shareOf(causes: readonly Cause[], kind: 'requests' | 'prompt' | 'output' | 'price'): number {
  const index = { requests: REQUESTS, prompt: PROMPT, output: OUTPUT, price: PRICE }[kind];
  return causes.find(({ cause }) => cause === FACTORS[index]?.[0])?.share ?? 0;
}
