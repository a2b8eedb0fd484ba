import { SignalReader, type SignalReading } from '../api/ports.ts';
import type { ExplainedBaseline, LearntBaseline } from '../core/baselines/baselines.ts';
import type { Engine } from '../core/engine.ts';
import type { HistoryPoint } from '../core/model/history-point.ts';

/** The engine's signals as the API and the metrics read them. */
export class EngineSignals extends SignalReader {
  constructor(private readonly engine: Engine) {
    super();
  }

  get lastTickMs(): number {
    return this.engine.lastTickMs;
  }

  *readings(fromSlot: number): Iterable<SignalReading> {
    for (let slot = fromSlot; slot < this.engine.baselines.count; slot++) yield this.at(slot);
  }

  find(key: string): SignalReading | undefined {
    const end = key.indexOf('|');
    const slot = this.engine.signals.slot(key.slice(0, end), { key: key.slice(end + 1) });
    return slot < 0 || slot >= this.engine.baselines.count ? undefined : this.at(slot);
  }

  learnt(slot: number): LearntBaseline {
    return this.engine.baselines.learnt(slot);
  }

  explain(slot: number): ExplainedBaseline | undefined {
    return this.engine.baselines.explain(slot);
  }

  history(slot: number): readonly HistoryPoint[] {
    return this.engine.history(slot);
  }

  private at(slot: number): SignalReading {
    const { signals } = this.engine;
    return { ...this.engine.standing(slot), slot, key: signals.key(slot), entity: signals.entity(slot) };
  }
}
