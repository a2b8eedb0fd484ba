import { deterministic } from '../../../test/fakes/noise.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A Monday, 00:00 UTC. */
const MONDAY_MS = Date.UTC(2026, 10, 16);

const ANY: SignalDefinition = {
  id: 'any',
  entity: 'tenant',
  unit: 'tokens/s',
  help: '',
  numerator: ['any'],
  direction: 'both',
  minimumAbsolute: 0,
  minimumRelative: 0.1,
};

function observed(value: (timeMs: number) => number, durationMs: number, definition = ANY, stepMs = 5 * MINUTE_MS) {
  const baselines = new Baselines();
  const slot = baselines.add(definition);
  for (let timeMs = MONDAY_MS; timeMs < MONDAY_MS + durationMs; timeMs += stepMs) {
    baselines.observe(slot, value(timeMs), timeMs);
  }
  return { baselines, slot };
}

/** Up by day and down by night; half of it on Saturday and Sunday. */
function usualAt(hour: number): number {
  return (Math.floor(hour / 24) % 7 < 5 ? 1 : 0.5) * (300 - 200 * Math.cos((2 * Math.PI * hour) / 24));
}

function week(seed: number): (timeMs: number) => number {
  const noise = deterministic(seed);
  return (timeMs) => usualAt((timeMs - MONDAY_MS) / HOUR_MS) + 20 * noise.gaussian();
}

it('tells the hours of the week from Monday on, where they are what it believes', () => {
  const { baselines, slot } = observed(week(3), 28 * DAY_MS, ANY, HOUR_MS / 2);
  const { predictor, profile = [] } = baselines.explain(slot) ?? {};
  expect(predictor).toBe('hour of week');
  expect(profile.length).toBe(168);
  for (const [hour, expected] of profile.entries()) {
    // Within what an hour adds and a few noises.
    expect(Math.abs(expected - usualAt(hour + 0.5))).toBeLessThan(80);
  }
});

it('tells where it goes, and when it is at its limit', () => {
  const noise = deterministic(7);
  const memory: SignalDefinition = { ...ANY, unit: 'ratio', direction: 'up', range: [0, 1] };
  const grown = (timeMs: number) => (0.06 * (timeMs - MONDAY_MS)) / DAY_MS;
  const leaks = observed((timeMs) => 0.3 + grown(timeMs) + 0.005 * noise.gaussian(), 5 * DAY_MS, memory);
  const { trend } = leaks.baselines.explain(leaks.slot) ?? {};
  expect(trend?.limit).toBe(1);
  expect(trend?.perHour).toBeCloseTo(0.06 / 24, 3);
  // It lies at 0.6: 160 hours are left.
  expect(trend?.hoursToLimit).toBeGreaterThan(130);
  expect(trend?.hoursToLimit).toBeLessThan(200);
  // Down is no news here, so that there is no limit ahead.
  const falls = observed((timeMs) => 0.9 - grown(timeMs), 4 * DAY_MS, memory);
  expect(falls.baselines.explain(falls.slot)?.trend).toEqual({ perHour: expect.closeTo(-0.06 / 24, 5) });
  const young = observed((timeMs) => 0.3 + grown(timeMs), DAY_MS, memory);
  expect(young.baselines.explain(young.slot)?.trend).toBeUndefined();
});

it.each<[string, (hour: number) => number]>([
  ['noise', () => 100],
  ['a wave by day and night', (hour) => 100 + 50 * Math.sin((2 * Math.PI * hour) / 24)],
  ['a single leap', (hour) => (hour < 50 ? 100 : 130)],
])('sees no trend in %s', (_, level) => {
  const noise = deterministic(8);
  for (const hours of [51, 52, 54, 60, 80, 110]) {
    const value = (timeMs: number) => level((timeMs - MONDAY_MS) / HOUR_MS) + noise.gaussian();
    const { baselines, slot } = observed(value, hours * HOUR_MS);
    expect(baselines.explain(slot)?.trend).toBeUndefined();
  }
});

it('has no profile where there is no season', () => {
  const noise = deterministic(5);
  const { baselines, slot } = observed(() => 100 + 10 * noise.gaussian(), 10 * DAY_MS);
  const explained = baselines.explain(slot);
  expect(explained?.profile).toBeUndefined();
  expect(explained?.isRare).toBe(false);
  // The mean absolute deviation of a Gaussian is 0.8 of its standard deviation; one in twenty is 1.64 standard deviations above.
  expect(explained?.usualDeviation).toBeGreaterThan(6);
  expect(explained?.usualDeviation).toBeLessThan(11);
  expect(explained?.tails.above.threshold).toBeGreaterThan(12);
  expect(explained?.tails.above.threshold).toBeLessThan(21);
  expect(explained?.tails.above.exceedances).toBeGreaterThan(50);
});

it('reads without changing what it reads', () => {
  const { baselines, slot } = observed(week(7), 9 * DAY_MS);
  const before = baselines.dump(slot);
  baselines.explain(slot);
  expect(baselines.dump(slot)).toEqual(before);
});

it('names what spoke loudest', () => {
  const noise = deterministic(11);
  const { baselines, slot } = observed(() => 100 + 10 * noise.gaussian(), 10 * DAY_MS);
  baselines.observe(slot, 1000, MONDAY_MS + 10 * DAY_MS);
  expect(baselines.score[slot]).toBeGreaterThan(1);
  expect(['level', 'change', 'guard']).toContain(baselines.explain(slot)?.lead);
});

describe('while it warms up', () => {
  it('explains nothing, and tells when it will be ready', () => {
    const { baselines, slot } = observed(() => 1, 10 * MINUTE_MS, ANY, MINUTE_MS);
    expect(baselines.explain(slot)).toBeUndefined();
    expect(baselines.learnt(slot).readyAtMs).toBe(MONDAY_MS + 30 * MINUTE_MS);
    expect(baselines.pin(slot, true)).toBe(false);
  });

  it('knows that slow samples take longer', () => {
    const { baselines, slot } = observed(() => 1, 3 * HOUR_MS, ANY, 10 * MINUTE_MS);
    expect(baselines.learnt(slot).readyAtMs).toBeCloseTo(MONDAY_MS + 290 * MINUTE_MS);
  });
});

describe('pinned', () => {
  it('scores but learns nothing, until it is let go', () => {
    const noise = deterministic(13);
    const { baselines, slot } = observed(() => 100 + 10 * noise.gaussian(), 2 * DAY_MS);
    expect(baselines.pin(slot, true)).toBe(true);
    const { samples } = baselines.learnt(slot);
    let timeMs = MONDAY_MS + 2 * DAY_MS;
    const watch = (value: number, times: number) => {
      for (let i = 0; i < times; i++, timeMs += 5 * MINUTE_MS) baselines.observe(slot, value, timeMs);
    };
    watch(200, 500);
    expect(baselines.learnt(slot)).toMatchObject({ samples, pinned: true, lastMs: timeMs - 5 * MINUTE_MS });
    expect(Math.abs(baselines.expected[slot]! - 100)).toBeLessThan(10);
    expect(baselines.score[slot]).toBeGreaterThan(1);
    baselines.pin(slot, false);
    watch(200, 500);
    expect(Math.abs(baselines.expected[slot]! - 200)).toBeLessThan(10);
  });

  it('hears a signal that was always zero begin, as any other', () => {
    const { baselines, slot } = observed(() => 0, DAY_MS, { ...ANY, direction: 'up' });
    baselines.pin(slot, true);
    const scores = [50, 50, 50, 0, 50].map((value, i) => {
      baselines.observe(slot, value, MONDAY_MS + DAY_MS + i * 5 * MINUTE_MS);
      return baselines.score[slot]!;
    });
    expect(scores.map((score) => score > 1)).toEqual([false, true, true, false, false]);
  });

  it('stays so through a checkpoint', () => {
    const { baselines, slot } = observed(() => 7, DAY_MS);
    baselines.pin(slot, true);
    const reborn = new Baselines();
    const again = reborn.add(ANY);
    expect(reborn.load(again, baselines.dump(slot), Baselines.VERSION)).toBe(true);
    expect(reborn.learnt(again).pinned).toBe(true);
  });
});
