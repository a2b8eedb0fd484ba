import { SERIES_MAXIMUM } from '../exposition/page-parser.ts';
import { labelsKey } from '../model/labels.ts';
import type { WrittenPage } from '../model/page.ts';
import { type WrittenColumns, WrittenTable } from './written-table.ts';

/** A target that nobody writes for so long has left. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** The targets whose samples are written to us, each with its series. */
export class WrittenTargets {
  private readonly targets = new Map<string, { readonly table: WrittenTable; lastMs: number }>();

  constructor(private readonly limits: { readonly seriesPerTarget?: number }) {}

  /** The page's samples by local index, and the table that the indexes belong to; valid until the target's next page. */
  take({ target, written, timeMs }: WrittenPage): { readonly table: WrittenTable; readonly columns: WrittenColumns } {
    const key = labelsKey(target);
    let known = this.targets.get(key);
    if (known === undefined) {
      this.forget(timeMs);
      known = { table: new WrittenTable(this.limits.seriesPerTarget ?? SERIES_MAXIMUM), lastMs: timeMs };
      this.targets.set(key, known);
    }
    known.lastMs = timeMs;
    return { table: known.table, columns: known.table.take(written, timeMs) };
  }

  private forget(timeMs: number): void {
    for (const [key, { lastMs }] of this.targets) {
      if (timeMs - lastMs > FORGOTTEN_AFTER_MS) this.targets.delete(key);
    }
  }
}
