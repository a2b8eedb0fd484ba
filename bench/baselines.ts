import { Baselines } from '../src/core/baselines/baselines.ts';
import type { SignalDefinition } from '../src/core/model/signal.ts';
import { deterministic, type Noise } from '../test/fakes/noise.ts';
import { bytesHeldBy, secondsPerCall } from './measure.ts';
import type { Result } from './result.ts';

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

/** A clean stream: its value at a time. */
type Stream = (noise: Noise) => (timeMs: number) => number;

const STREAMS: Readonly<Record<string, Stream>> = {
  stationary: (noise) => () => 100 + 10 * noise.gaussian(),
  autocorrelated: (noise) => {
    let state = 0;
    return () => {
      state = 0.9 * state + noise.gaussian();
      return 100 + 5 * state;
    };
  },
  heavyTailed: (noise) => () => 100 + 10 * studentT(noise),
  lognormal: (noise) => () => 10 * Math.exp(0.8 * noise.gaussian()),
  seasonal: (noise) => {
    let state = 0;
    return (timeMs) => {
      state = 0.8 * state + 0.6 * noise.gaussian();
      return (100 + 60 * Math.sin((timeMs / DAY_MS) * 2 * Math.PI)) * (1 + 0.1 * state);
    };
  },
  count: (noise) => () => noise.poisson(3),
  mostlyZero: (noise) => () => noise.poisson(0.03),
  constant: () => () => 7,
};

/** Student's t with three degrees of freedom: finite variance, infinite skewness. */
function studentT(noise: Noise): number {
  const square = noise.gaussian() ** 2 + noise.gaussian() ** 2 + noise.gaussian() ** 2;
  return noise.gaussian() / Math.sqrt(square / 3);
}

/** Baselines: one core. Peers: Netdata holds about 18 KB a metric, OpenSearch's detector about 1 MB an entity. */
export function* run(): Iterable<Result> {
  yield* speed();
  yield* memory();
  for (const [name, stream] of Object.entries(STREAMS)) yield* calibration(name, stream);
}

const SPEED_SIGNALS = 2000;
const SPEED_TICKS = 100;

function* speed(): Iterable<Result> {
  const noise = deterministic(1);
  const values = Float64Array.from({ length: 65_536 }, () => 100 + 10 * noise.gaussian());
  const baselines = new Baselines();
  for (let i = 0; i < SPEED_SIGNALS; i++) baselines.add(SIGNAL);
  let tick = 0;
  const observe = (): void => {
    for (const end = tick + SPEED_TICKS; tick < end; tick++) {
      for (let slot = 0; slot < SPEED_SIGNALS; slot++) {
        baselines.observe(slot, values[(tick * 7919 + slot * 31) & 65_535]!, tick * MINUTE_MS);
      }
    }
  };
  const { median, best } = secondsPerCall(observe);
  const samples = SPEED_SIGNALS * SPEED_TICKS;
  yield {
    bench: 'baselines.observe.samples_per_s',
    value: Math.round(samples / median),
    unit: 'samples/s',
    best: Math.round(samples / best),
  };
}

const MEMORY_SIGNALS = 100_000;

function* memory(): Iterable<Result> {
  const bytes = bytesHeldBy(() => {
    const baselines = new Baselines();
    for (let slot = 0; slot < MEMORY_SIGNALS; slot++) baselines.observe(baselines.add(SIGNAL), slot, 0);
    return baselines;
  });
  const state = new Baselines();
  yield { bench: 'baselines.memory.bytes_per_signal', value: Math.round(bytes / MEMORY_SIGNALS), unit: 'B' };
  yield { bench: 'baselines.state.bytes', value: state.dump(state.add(SIGNAL)).byteLength, unit: 'B' };
}

const CALIBRATION = { signals: 84, budgetPerDay: 5, pageShare: 0.1, trainDays: 14, testDays: 7 };

/** Scores past the alert line and the page line over those that the budget promises, on clean streams after a fortnight: below 2 keeps the promise. */
function* calibration(name: string, stream: Stream): Iterable<Result> {
  const { signals, budgetPerDay, pageShare, trainDays, testDays } = CALIBRATION;
  const baselines = new Baselines({ budgetPerDay, pageShare });
  const values = Array.from({ length: signals }, (_, i) => stream(deterministic(i + 1)));
  for (let slot = 0; slot < signals; slot++) baselines.add(SIGNAL);
  let past = 0;
  let pastPageLine = 0;
  for (let timeMs = 0; timeMs < (trainDays + testDays) * DAY_MS; timeMs += MINUTE_MS) {
    for (let slot = 0; slot < signals; slot++) {
      baselines.observe(slot, values[slot]!(timeMs), timeMs);
      if (timeMs < trainDays * DAY_MS) continue;
      const score = baselines.score[slot]!;
      if (score >= 1) past++;
      if (score >= baselines.pageLine(slot)) pastPageLine++;
    }
  }
  const promised = budgetPerDay * testDays;
  yield timesPromised(`baselines.calibration.${name}`, past, promised);
  yield timesPromised(`baselines.calibration.pages.${name}`, pastPageLine, promised * pageShare);
}

function timesPromised(bench: string, past: number, promised: number): Result {
  return { bench, value: Math.round((100 * past) / promised) / 100, unit: 'x promised', past, promised };
}
