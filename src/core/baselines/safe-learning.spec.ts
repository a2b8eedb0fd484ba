import { deterministic } from '../../../test/fakes/noise.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SIGNAL: SignalDefinition = {
  id: 'tokens.output',
  entity: 'tenant',
  unit: 'tokens/s',
  help: '',
  numerator: ['tokens'],
  direction: 'up',
  minimumAbsolute: 0,
  minimumRelative: 0.1,
};
/** One signal alone has its own line; a budget that never binds keeps it there for the probes too. */
const OPTIONS = { budgetPerDay: 1e12 };
/** The published bound: halves of the band by which its upper edge moves in a day when nothing is alerted. */
const BOUND_HALVES = 12;

/** A week and more of a usual signal. */
function trained(usual: (timeMs: number) => number, days: number): Baselines {
  const baselines = new Baselines(OPTIONS);
  const slot = baselines.add(SIGNAL);
  for (let timeMs = 0; timeMs < days * DAY_MS; timeMs += MINUTE_MS) baselines.observe(slot, usual(timeMs), timeMs);
  return baselines;
}

/** The largest value that scores below `aim` now: what an attacker who knows everything would send. */
function largestBelow(baselines: Baselines, timeMs: number, aim: number): number {
  const state = baselines.dump(0);
  const probe = new Baselines(OPTIONS);
  const slot = probe.add(SIGNAL);
  let low = baselines.expected[0]!;
  let high = low + 2 * (baselines.upper[0]! - low);
  for (let i = 0; i < 9; i++) {
    const middle = (low + high) / 2;
    probe.load(slot, state, Baselines.VERSION);
    probe.observe(slot, middle, timeMs);
    if (probe.score[slot]! < aim) low = middle;
    else high = middle;
  }
  return low;
}

const noise = deterministic(11);
const steady = (): number => 100 + 10 * noise.gaussian();
const seasonal = (timeMs: number): number =>
  (100 + 50 * Math.sin((timeMs / DAY_MS) * 2 * Math.PI)) * (1 + 0.1 * noise.gaussian());

describe.each([
  ['steady', steady],
  ['seasonal', seasonal],
])('an attacker on a %s signal who ramps as fast as he can without alerting', (_, usual) => {
  it.each([1, 0.6])('moves the band by less than the published bound in a day, aiming at a score of %d', (aim) => {
    const baselines = trained(usual, 14);
    const before = baselines.expected[0]!;
    const half = baselines.upper[0]! - before;
    // It ends when he is caught: when his drift shows whatever he sends.
    for (let timeMs = 14 * DAY_MS; timeMs < 15 * DAY_MS && baselines.score[0]! < 1; timeMs += MINUTE_MS) {
      baselines.observe(0, largestBelow(baselines, timeMs, aim), timeMs);
    }
    expect(baselines.upper[0]! - before).toBeLessThan(BOUND_HALVES * half);
  });
});

describe('a shift', () => {
  it('that drifts slowly is noticed although no step of it is', () => {
    const baselines = trained(seasonal, 14);
    let first = Number.POSITIVE_INFINITY;
    for (let timeMs = 14 * DAY_MS; timeMs < 17 * DAY_MS; timeMs += MINUTE_MS) {
      const days = timeMs / DAY_MS - 14;
      baselines.observe(0, seasonal(timeMs) * (1 + 0.5 * days), timeMs);
      if (baselines.score[0]! >= 1) first = Math.min(first, days);
    }
    expect(first).toBeLessThan(1.5);
  });

  it('is adopted at once when a person calls it planned', () => {
    const baselines = trained(steady, 3);
    for (let i = 0; i < 60; i++) baselines.observe(0, 300 + 10 * noise.gaussian(), 3 * DAY_MS + i * MINUTE_MS);
    expect(baselines.score[0]).toBeGreaterThan(1);
    baselines.adopt(0);
    baselines.observe(0, 300, 3 * DAY_MS + 60 * MINUTE_MS);
    expect(baselines.score[0]).toBeLessThan(1);
  });

  it('is never adopted while a person holds it to be an attack', () => {
    const baselines = trained(steady, 3);
    baselines.hold(0, true);
    for (let i = 0; i < 1440; i++) baselines.observe(0, 300 + 10 * noise.gaussian(), 3 * DAY_MS + i * MINUTE_MS);
    expect(baselines.score[0]).toBeGreaterThan(1);
  });

  it('does not become usual by its end while a person holds it to be an attack', () => {
    const baselines = trained(() => 0, 3);
    let timeMs = 3 * DAY_MS;
    const watch = (value: number, times: number) => {
      for (let i = 0; i < times; i++, timeMs += MINUTE_MS) baselines.observe(0, value, timeMs);
    };
    watch(50, 3);
    baselines.hold(0, true);
    watch(50, 30);
    watch(0, 3);
    watch(50, 2);
    expect(baselines.score[0]).toBeGreaterThan(1);
  });

  it('called a false alert widens the band', () => {
    const baselines = trained(steady, 3);
    const state = baselines.dump(0);
    const upperAfter = (widen: boolean): number => {
      const one = new Baselines(OPTIONS);
      const slot = one.add(SIGNAL);
      one.load(slot, state, Baselines.VERSION);
      if (widen) one.widen(slot);
      one.observe(slot, 100, 3 * DAY_MS);
      return one.upper[slot]! - one.expected[slot]!;
    };
    expect(upperAfter(true) / upperAfter(false)).toBeCloseTo(1.5, 1);
  });
});

it('knows the hours of the week after a fortnight, and the local ones', () => {
  const offsetMs = 9 * 3_600_000;
  const baselines = new Baselines({ ...OPTIONS, utcOffsetMs: () => offsetMs });
  const slot = baselines.add(SIGNAL);
  const busy = (timeMs: number): boolean => {
    const hours = ((timeMs + offsetMs) / 3_600_000) % 168;
    return hours >= 24 && hours < 72 && hours % 24 >= 9 && hours % 24 < 17;
  };
  const errors: number[] = [];
  for (let timeMs = 0; timeMs < 28 * DAY_MS; timeMs += 5 * MINUTE_MS) {
    const value = (busy(timeMs) ? 500 : 100) + 5 * noise.gaussian();
    baselines.observe(slot, value, timeMs);
    if (timeMs > 21 * DAY_MS) errors.push(Math.abs(value - baselines.expected[slot]!));
  }
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(30);
});

it('starts a new entity from its peers, and lets it leave them', () => {
  const baselines = new Baselines(OPTIONS);
  for (let peer = 0; peer < 8; peer++) baselines.add(SIGNAL);
  for (let i = 0; i < 3000; i++) {
    for (let peer = 0; peer < 8; peer++) baselines.observe(peer, 100 + 20 * noise.gaussian(), i * MINUTE_MS);
  }
  const alone = new Baselines(OPTIONS);
  alone.add(SIGNAL);
  const slot = baselines.add(SIGNAL);
  for (let i = 3000; i < 3032; i++) {
    const value = 100 + noise.gaussian();
    baselines.observe(slot, value, i * MINUTE_MS);
    alone.observe(0, value, i * MINUTE_MS);
  }
  expect(baselines.upper[slot]! - 100).toBeGreaterThan(1.5 * (alone.upper[0]! - 100));
  for (let i = 3032; i < 20_000; i++) {
    const value = 100 + noise.gaussian();
    baselines.observe(slot, value, i * MINUTE_MS);
    alone.observe(0, value, i * MINUTE_MS);
  }
  expect(baselines.upper[slot]! - 100).toBeLessThan(1.5 * (alone.upper[0]! - 100));
});
