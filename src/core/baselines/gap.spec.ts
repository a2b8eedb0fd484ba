import { deterministic } from '../../../test/fakes/noise.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SIGNAL: SignalDefinition = {
  id: 'any',
  entity: 'tenant',
  unit: 'count',
  help: '',
  numerator: ['any'],
  direction: 'both',
  minimumAbsolute: 0,
  minimumRelative: 0.05,
};

/** Widths of the band at the samples after a gap of this length. */
function widthsAfter(gapMs: number): number[] {
  const noise = deterministic(3);
  const baselines = new Baselines();
  const slot = baselines.add(SIGNAL);
  for (let i = 0; i < 3000; i++) baselines.observe(slot, 100 + 10 * noise.gaussian(), i * MINUTE_MS);
  return Array.from({ length: 40 }, (_, i) => {
    baselines.observe(slot, 100, 3000 * MINUTE_MS + gapMs + i * MINUTE_MS);
    return baselines.upper[slot]! - baselines.lower[slot]!;
  });
}

describe('a gap', () => {
  it('widens the band, the more the longer it was, and at most once over', () => {
    const [none, hour, day, month] = [0, DAY_MS / 24, DAY_MS, 30 * DAY_MS].map((gapMs) => widthsAfter(gapMs)[0]!);
    expect(hour! / none!).toBeGreaterThan(1.1);
    expect(day! / hour!).toBeGreaterThan(1.3);
    expect(month! / none!).toBeLessThan(2.2);
  });

  it('is forgotten within some forty samples', () => {
    const before = widthsAfter(0);
    const after = widthsAfter(DAY_MS);
    expect(after.at(-1)! / before.at(-1)!).toBeLessThan(1.1);
  });
});
