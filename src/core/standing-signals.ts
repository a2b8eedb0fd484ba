import type { Baselines } from './baselines/baselines.ts';
import type { CoverageWatch } from './detectors/coverage-watch.ts';
import type { TickView } from './detectors/detector.ts';
import type { Entity, EntityKind } from './model/entity.ts';
import type { Reading } from './model/signal.ts';
import type { Signals } from './signals/signals.ts';

/** Every signal as it stands after a tick: what it is, and what was expected of it. */
export class StandingSignals {
  constructor(
    private readonly signals: Signals,
    private readonly baselines: Baselines,
    private readonly coverage: Pick<CoverageWatch, 'lost'>,
  ) {}

  /** The signal of a slot; its value is NaN while it is missing. */
  reading(slot: number, timeMs: number): Reading {
    const { expected, lower, upper, score, confidence, ready } = this.baselines;
    return {
      signal: this.signals.definition(slot),
      value: this.signals.values[slot]!,
      expected: expected[slot]!,
      lower: lower[slot]!,
      upper: upper[slot]!,
      score: score[slot]!,
      confidence: confidence[slot]!,
      ready: ready[slot] === 1,
      timeMs,
    };
  }

  /** What detectors see of it. */
  view(timeMs: number): TickView {
    const { signals } = this;
    return {
      timeMs,
      entities: (kind: EntityKind) => signals.entities(kind),
      related: (entity: Entity, kind: EntityKind) => signals.related(entity, kind),
      reading: (signal: string, entity: Entity) => {
        const slot = signals.slot(signal, entity);
        return slot < 0 || Number.isNaN(signals.values[slot]!) ? undefined : this.reading(slot, timeMs);
      },
      lost: () => this.coverage.lost(),
    };
  }
}
