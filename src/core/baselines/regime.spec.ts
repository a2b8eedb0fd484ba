import fc from 'fast-check';
import { deterministic } from '../../../test/fakes/noise.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { Baselines } from './baselines.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

function signal(direction: SignalDefinition['direction']): SignalDefinition {
  return {
    id: 'gpu.utilization',
    entity: 'gpu',
    unit: 'ratio',
    help: '',
    numerator: ['utilization'],
    direction,
    minimumAbsolute: 0.1,
    minimumRelative: 0.1,
  };
}

/** One signal that is told minute by minute what to be. */
class Told {
  readonly baselines = new Baselines();
  private minute = 0;

  constructor(direction: SignalDefinition['direction']) {
    this.baselines.add(signal(direction));
  }

  /** Sends so many minutes of it; the highest score among them. */
  send(minutes: number, value: () => number): number {
    let highest = 0;
    for (const end = this.minute + minutes; this.minute < end; this.minute++) {
      this.baselines.observe(0, value(), this.minute * MINUTE_MS);
      highest = Math.max(highest, this.baselines.score[0]!);
    }
    return highest;
  }

  get expected(): number {
    return this.baselines.expected[0]!;
  }
}

describe('what was before an adopted shift', () => {
  const noise = deterministic(5);
  const nothing = () => 0;
  const little = () => 0.02 + 0.01 * noise.uniform();
  const mined = () => 0.97 + 0.03 * noise.uniform();

  it.each([
    ['idles at nothing', 'both', nothing],
    ['idles at nothing', 'up', nothing],
    ['idles at a little', 'both', little],
    ['idles at a little', 'up', little],
  ] as const)('is expected again within minutes of its return on a GPU that %s (%s)', (_, direction, idle) => {
    const gpu = new Told(direction);
    gpu.send(3 * DAY, idle);
    expect(gpu.send(6 * HOUR, mined)).toBeGreaterThan(2);
    expect(gpu.expected).toBeGreaterThan(0.9);
    expect(gpu.send(6, idle)).toBeLessThan(1);
    expect(gpu.expected).toBeLessThan(0.05);
    // Who comes again is told again, and is not the known one because he was adopted once.
    gpu.send(2 * HOUR, idle);
    expect(gpu.send(5, mined)).toBeGreaterThan(1);
  });

  it('is forgotten after some days: then it is another shift', () => {
    const gpu = new Told('both');
    gpu.send(3 * DAY, little);
    gpu.send(4 * DAY, mined);
    expect(gpu.send(6, little)).toBeGreaterThan(1);
    expect(gpu.expected).toBeGreaterThan(0.9);
  });

  it('is not where the signal goes on to, nor halfway back', () => {
    const gpu = new Told('both');
    gpu.send(3 * DAY, little);
    gpu.send(6 * HOUR, mined);
    expect(gpu.send(6, () => 0.5)).toBeGreaterThan(1);
  });

  it('is expected again wherever the signal lies, and however it jumped', () => {
    const levels = {
      usual: fc.double({ min: 1, max: 1000, noNaN: true }),
      times: fc.double({ min: 3, max: 50, noNaN: true }),
    };
    fc.assert(
      fc.property(fc.record(levels), ({ usual, times }) => {
        const tenant = new Told('both');
        tenant.send(DAY, () => usual * (1 + 0.02 * noise.gaussian()));
        tenant.send(4 * HOUR, () => times * usual * (1 + 0.02 * noise.gaussian()));
        expect(tenant.expected).toBeGreaterThan(0.8 * times * usual);
        expect(tenant.send(8, () => usual * (1 + 0.02 * noise.gaussian()))).toBeLessThan(1);
        expect(tenant.expected).toBeLessThan(1.2 * usual);
      }),
      { numRuns: 25 },
    );
  });
});
