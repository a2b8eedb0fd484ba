import type { Standing } from './inputs.ts';

/** How long a counter that left a page is remembered: longer than restarts and label gaps take. */
const REMEMBERED_MS = 3_600_000;
/** Of one target; beyond it the one that left first is forgotten. */
const REMEMBERED_MAXIMUM = 10_000;

/** Where the counters stood that left a target's pages, so that one that comes back does not look like new. */
export class Departed {
  private readonly standings = new Map<string, Standing>();

  add(key: string, standing: Standing): void {
    if (Number.isNaN(standing.value)) return;
    if (this.standings.size >= REMEMBERED_MAXIMUM) this.standings.delete(this.standings.keys().next().value ?? '');
    this.standings.set(key, standing);
  }

  /** Where it stood, once; undefined when it is new or left too long ago. */
  take(key: string, timeMs: number): Standing | undefined {
    const standing = this.standings.get(key);
    this.standings.delete(key);
    return standing !== undefined && timeMs - standing.timeMs <= REMEMBERED_MS ? standing : undefined;
  }
}
