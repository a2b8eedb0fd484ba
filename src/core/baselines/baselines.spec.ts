import { deterministic } from '../../../test/fakes/noise.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const RATE: SignalDefinition = {
  id: 'requests.rate',
  entity: 'tenant',
  unit: 'requests/s',
  help: '',
  numerator: ['requests'],
  direction: 'both',
  minimumAbsolute: 0.1,
  minimumRelative: 0.1,
};

/** Feeds `values` every `stepMs` and returns the scores. */
function scores(values: readonly number[], stepMs = 60_000, definition = RATE, baselines = new Baselines()): number[] {
  const slot = baselines.add(definition);
  return values.map((value, i) => {
    baselines.observe(slot, value, i * stepMs);
    return baselines.score[slot]!;
  });
}

const wave = (count: number): number[] => Array.from({ length: count }, (_, i) => 100 + 10 * Math.sin(i * 2.399));

describe('Baselines', () => {
  it('scores 0 until it has seen enough samples and enough time', () => {
    const seen = scores(wave(100), 15_000);
    expect(seen.slice(0, 120).findIndex((score) => score > 0)).toBe(-1);
    expect(scores([...wave(121), 1e6], 15_000).at(-1)).toBeGreaterThan(1);
  });

  it('never finds news in a constant, and finds it when the constant moves beyond the gates', () => {
    for (const constant of [0, 1, -3, 1e11, 0.1]) {
      const still = scores(Array(500).fill(constant));
      expect(Math.max(...still)).toBe(0);
      const gate = Math.max(0.1, 0.1 * Math.abs(constant));
      const moved = (by: number) => scores([...Array(500).fill(constant), ...Array(2).fill(constant + by * gate)]);
      expect(moved(1.01).at(-1)).toBeGreaterThan(1);
      expect(moved(-1.01).at(-1)).toBeGreaterThan(1);
      expect(moved(0.99).at(-1)).toBeLessThan(1);
    }
  });

  it('looks only to the side that is news', () => {
    const up = { ...RATE, direction: 'up' as const };
    expect(scores([...wave(500), 0], 60_000, up).at(-1)).toBe(0);
    expect(scores([...wave(500), 1000], 60_000, up).at(-1)).toBeGreaterThan(1);
  });

  it('ignores what is not a number and what comes late', () => {
    const baselines = new Baselines();
    const slot = baselines.add(RATE);
    wave(200).forEach((value, i) => {
      baselines.observe(slot, value, i * 60_000);
    });
    const before = baselines.dump(slot);
    baselines.observe(slot, Number.NaN, 1e9);
    baselines.observe(slot, Number.POSITIVE_INFINITY, 1e9);
    baselines.observe(slot, 5, 0);
    expect(baselines.dump(slot)).toEqual(before);
  });

  it('goes on after dump and load as if nothing had happened', () => {
    const values = wave(400);
    const whole = new Baselines();
    const expected = scores(values, 60_000, RATE, whole);
    const first = new Baselines();
    scores(values.slice(0, 300), 60_000, RATE, first);
    const second = new Baselines();
    const slot = second.add(RATE);
    expect(second.load(slot, first.dump(0), Baselines.VERSION)).toBe(true);
    const rest = values.slice(300).map((value, i) => {
      second.observe(slot, value, (300 + i) * 60_000);
      return second.score[slot];
    });
    expect(rest).toEqual(expected.slice(300));
    expect(second.dump(slot)).toEqual(whole.dump(0));
    expect(second.load(slot, first.dump(0), Baselines.VERSION + 1)).toBe(false);
    expect(second.load(slot, new Uint8Array(3), Baselines.VERSION)).toBe(false);
  });

  it('tells what changed since the last clean', () => {
    const baselines = new Baselines();
    const slots = [baselines.add(RATE), baselines.add(RATE)];
    baselines.observe(slots[1]!, 1, 0);
    expect(baselines.dirty).toEqual([1]);
    baselines.clean();
    expect(baselines.dirty).toEqual([]);
  });

  it('adopts a shift that lasts', () => {
    const seen = scores([...wave(500), ...wave(400).map((value) => value + 400)]);
    expect(seen[500]).toBeGreaterThan(1);
    expect(seen.at(-1)).toBeLessThan(1);
  });

  it('learns how wide a constant spreads that came alive, while it is told of it', () => {
    const seen = scores([...Array(1500).fill(0), ...wave(600).map((value) => value + 50 * Math.sin(value * 1e6))]);
    expect(seen[1501]).toBeGreaterThan(1);
    expect(Math.max(...seen.slice(1700))).toBeLessThan(1);
  });

  it('judges a constant that came alive by what it does now', () => {
    const alive = [...Array(1500).fill(0), ...wave(3000)];
    expect(scores([...alive, 400]).at(-1)).toBeGreaterThan(1);
    expect(scores([...alive, 0, 0]).at(-1)).toBeLessThan(1);
  });

  it('lets a first value after nothing but zeros say no more than how long there was nothing', () => {
    const day = Array(1440).fill(0);
    expect(scores([...day, 1e9]).at(-1)).toBeLessThan(1);
    expect(scores([...day, 1e9, 1e9]).at(-1)).toBeGreaterThan(1);
    expect(scores([...day, 1e9, 0, 1e9]).at(-1)).toBeLessThan(1);
  });

  it('finds a value after long zeros no less unusual for staying', () => {
    const seen = scores([...Array(3000).fill(0), 40, ...Array(2000).fill(0), ...Array(30).fill(80)]);
    expect(Math.min(...seen.slice(5002))).toBeGreaterThan(1);
  });

  it('keeps band and score together where level or change speaks', () => {
    // Novelty counts for next to nothing in so small a share of the budget.
    const options = { budgetPerDay: 1e-4 };
    const baselines = new Baselines(options);
    const slot = baselines.add(RATE);
    const noise = deterministic(5);
    for (let i = 0; i < 3000; i++) baselines.observe(slot, 100 + 10 * noise.gaussian(), i * 60_000);
    const state = baselines.dump(slot);
    for (let value = 0; value < 200; value += 0.7) {
      const probe = new Baselines(options);
      probe.load(probe.add(RATE), state, Baselines.VERSION);
      probe.observe(0, value, 3000 * 60_000);
      const isInside = value > probe.lower[0]! && value < probe.upper[0]!;
      expect({ value, isInside }).toEqual({ value, isInside: probe.score[0]! < 1 });
    }
  });
});
