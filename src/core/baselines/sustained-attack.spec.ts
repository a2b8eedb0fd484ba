import type { SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const SPEND: SignalDefinition = {
  id: 'cost.rate',
  entity: 'tenant',
  unit: 'USD/h',
  help: 'Spend velocity.',
  numerator: ['spend'],
  direction: 'up',
  minimumAbsolute: 0.02,
  minimumRelative: 0.2,
};
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A week of a quiet daily wave at one sample a minute, then a tenfold step at the interval given. */
function attacked(intervalMs: number, forMs: number): { readonly scores: number[]; readonly upper: number[] } {
  const baselines = new Baselines();
  const slot = baselines.add(SPEND);
  const usual = (timeMs: number) =>
    0.35 + 0.1 * Math.sin((2 * Math.PI * timeMs) / DAY_MS) + 0.01 * Math.sin(timeMs / 7919);
  let timeMs = 0;
  for (; timeMs < 7 * DAY_MS; timeMs += MINUTE_MS) baselines.observe(slot, usual(timeMs), timeMs);
  const scores: number[] = [];
  const upper: number[] = [];
  for (const end = timeMs + forMs; timeMs < end; timeMs += intervalMs) {
    baselines.observe(slot, 10 * usual(timeMs), timeMs);
    scores.push(baselines.score[slot]!);
    upper.push(baselines.upper[slot]!);
  }
  return { scores, upper };
}

// How often one looks must not decide how soon an attack becomes the new normal.
it.each([5_000, 15_000, 60_000])('stays beyond the line for the hour of a tenfold step at %d ms', (intervalMs) => {
  const { scores, upper } = attacked(intervalMs, 60 * MINUTE_MS);
  expect(Math.min(...scores)).toBeGreaterThan(1);
  expect(Math.max(...upper)).toBeLessThan(2 * upper[0]!);
});
