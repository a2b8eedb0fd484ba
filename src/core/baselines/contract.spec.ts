import fc from 'fast-check';
import { deterministic } from '../../../test/fakes/noise.ts';
import type { Direction, SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function signal(direction: Direction = 'both', minimumAbsolute = 0): SignalDefinition {
  return {
    id: 'any',
    entity: 'tenant',
    unit: 'count',
    help: '',
    numerator: ['any'],
    direction,
    minimumAbsolute,
    minimumRelative: 0.1,
  };
}

/** Every kind of stream that a baseline meets, by its value at a time. */
const STREAMS: Record<string, (seed: number) => (timeMs: number) => number> = {
  noise: (seed) => {
    const noise = deterministic(seed);
    return () => 100 + 10 * noise.gaussian();
  },
  'heavy tails': (seed) => {
    const noise = deterministic(seed);
    return () => noise.uniform() ** -0.5;
  },
  seasonal: (seed) => {
    const noise = deterministic(seed);
    return (timeMs) => (100 + 60 * Math.sin((timeMs / DAY_MS) * 2 * Math.PI)) * (1 + 0.1 * noise.gaussian());
  },
  counts: (seed) => {
    const noise = deterministic(seed);
    return () => noise.poisson(3);
  },
  'mostly zero': (seed) => {
    const noise = deterministic(seed);
    return () => noise.poisson(0.02);
  },
  constant: () => () => 7,
  'constant zero': () => () => 0,
  'huge and tiny': (seed) => {
    const noise = deterministic(seed);
    return () => noise.gaussian() * 10 ** (12 * noise.gaussian());
  },
};

/** Observes the stream for so many samples and returns the scores. */
function observed(baselines: Baselines, value: (timeMs: number) => number, samples: number): number[] {
  const slot = baselines.add(signal());
  return Array.from({ length: samples }, (_, i) => {
    baselines.observe(slot, value(i * MINUTE_MS), i * MINUTE_MS);
    return baselines.score[slot]!;
  });
}

describe.each(Object.entries(STREAMS))('a baseline of %s', (_, stream) => {
  it('scores finite numbers, and 0 while it warms up', () => {
    const baselines = new Baselines();
    const scores = observed(baselines, stream(1), 5000);
    expect(scores.every((score) => Number.isFinite(score) && score >= 0)).toBe(true);
    expect(scores.slice(0, 30).every((score) => score === 0)).toBe(true);
    for (const column of [baselines.expected, baselines.lower, baselines.upper, baselines.confidence]) {
      expect(Number.isFinite(column[0])).toBe(true);
    }
    expect(baselines.lower[0]!).toBeLessThanOrEqual(baselines.expected[0]!);
    expect(baselines.upper[0]!).toBeGreaterThanOrEqual(baselines.expected[0]!);
  });

  it('is the same on every run and across dump and load, bit for bit, wherever it is cut', () => {
    const whole = new Baselines();
    observed(whole, stream(2), 1500);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1499 }), (cut) => {
        const value = stream(2);
        const first = new Baselines();
        observed(first, value, cut);
        const second = new Baselines();
        const slot = second.add(signal());
        expect(second.load(slot, first.dump(0), Baselines.VERSION)).toBe(true);
        for (let i = cut; i < 1500; i++) second.observe(slot, value(i * MINUTE_MS), i * MINUTE_MS);
        expect(Buffer.compare(second.dump(slot), whole.dump(0))).toBe(0);
      }),
      { numRuns: 5 },
    );
  });

  it('is not moved by what is no number', () => {
    const baselines = new Baselines();
    observed(baselines, stream(3), 500);
    const before = baselines.dump(0);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      baselines.observe(0, value, 1e12);
    expect(baselines.dump(0)).toEqual(before);
  });

  it('scores a greater deviation no lower', () => {
    const trained = new Baselines();
    observed(trained, stream(4), 3000);
    const state = trained.dump(0);
    const expected = trained.expected[0]!;
    const reach = Math.max(trained.upper[0]! - expected, 1);
    let before = 0;
    for (let factor = 0.01; factor < 100; factor *= 1.5) {
      const probe = new Baselines();
      const slot = probe.add(signal());
      probe.load(slot, state, Baselines.VERSION);
      probe.observe(slot, expected + factor * reach, 3000 * MINUTE_MS);
      expect(probe.score[slot]).toBeGreaterThanOrEqual(before * (1 - 1e-9));
      before = probe.score[slot]!;
    }
    expect(before).toBeGreaterThan(1);
  });
});

it('takes less than a kilobyte a signal, columns and all', () => {
  const baselines = new Baselines();
  const columnBytes = 5 * 8 + 3;
  expect(baselines.dump(baselines.add(signal())).byteLength + columnBytes).toBeLessThanOrEqual(1024);
});

it('finds a constant that moves beyond its gates, however long it has stood still', () => {
  for (const samples of [40, 500, 12_000]) {
    for (const constant of [0, 5, -2e9]) {
      const gate = Math.max(0.5, 0.1 * Math.abs(constant));
      const baselines = new Baselines();
      const slot = baselines.add(signal('both', 0.5));
      const observe = (value: number, i: number): number => {
        baselines.observe(slot, value, i * MINUTE_MS);
        return baselines.score[slot]!;
      };
      expect(Math.max(...Array.from({ length: samples }, (_, i) => observe(constant, i)))).toBe(0);
      const moved = [0, 1, 2].map((i) => observe(constant + 1.01 * gate, samples + i));
      expect(moved.at(-1)).toBeGreaterThan(1);
      // Where nothing ever happened, something may happen once.
      if (constant !== 0) expect(moved[0]).toBeGreaterThan(1);
      else if (samples < 1000) expect(moved[0]).toBeLessThan(1);
    }
  }
});
