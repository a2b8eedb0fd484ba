import { Baselines } from './baselines/baselines.ts';
import type { BaselineRow } from './model/baseline-row.ts';
import { KeptMemories } from './signals/kept-memories.ts';
import type { Signals } from './signals/signals.ts';

/** What the signal of a row begins with that holds a signal's memory instead of its baseline. */
const MEMORY = 'memory:';

/** All that was learnt of signals as rows, to outlive the process: a row for a baseline, and one for what a signal remembers of its past. */
export class LearntState {
  private readonly remembered = new Map<string, BaselineRow>();
  private unreadRows = 0;

  constructor(
    private readonly signals: Signals,
    private readonly baselines: Baselines,
  ) {}

  /** Rows of other versions that `restore` left out: their signals begin anew. */
  get unread(): number {
    return this.unreadRows;
  }

  /** Rows that changed since the last call. */
  checkpoint(timeMs: number): BaselineRow[] {
    const { baselines, signals } = this;
    const rows = baselines.dirty.map((slot) => this.rowOf(slot, timeMs));
    baselines.clean();
    return [...rows, ...signals.memories.takeChanged().flatMap((slot) => this.memoryOf(slot, timeMs) ?? [])];
  }

  /** Every row as it stands. */
  *all(timeMs: number): Iterable<BaselineRow> {
    for (let slot = 0; slot < this.baselines.count; slot++) {
      yield this.rowOf(slot, timeMs);
      const memory = this.memoryOf(slot, timeMs);
      if (memory !== undefined) yield memory;
    }
  }

  /** Takes rows that wait until their signal is seen. */
  restore(rows: Iterable<BaselineRow>): void {
    for (const row of rows) {
      const isMemory = row.key.startsWith(MEMORY);
      if (row.version !== (isMemory ? KeptMemories.VERSION : Baselines.VERSION)) this.unreadRows++;
      else if (isMemory) this.signals.memories.restore(row.key.slice(MEMORY.length), row.state);
      else this.remembered.set(row.key, row);
    }
  }

  /** The next slot is there: its baseline is taken up where one was left. */
  open(slot: number): void {
    const key = this.signals.key(slot);
    const row = this.remembered.get(key);
    if (row === undefined) return;
    this.baselines.load(slot, row.state, row.version);
    this.remembered.delete(key);
  }

  private rowOf(slot: number, updatedMs: number): BaselineRow {
    return {
      key: this.signals.key(slot),
      signal: this.signals.definition(slot).id,
      entity: this.signals.entity(slot).key,
      version: Baselines.VERSION,
      state: this.baselines.dump(slot),
      updatedMs,
    };
  }

  private memoryOf(slot: number, updatedMs: number): BaselineRow | undefined {
    const state = this.signals.memories.dump(slot);
    if (state === undefined) return undefined;
    const signal = `${MEMORY}${this.signals.definition(slot).id}`;
    const entity = this.signals.entity(slot).key;
    return { key: `${signal}|${entity}`, signal, entity, version: KeptMemories.VERSION, state, updatedMs };
  }
}
