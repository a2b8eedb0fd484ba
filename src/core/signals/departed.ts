import type { Standing } from './inputs.ts';

/** How long a counter that left a page is remembered: longer than restarts and label gaps take. */
const REMEMBERED_MS = 3_600_000;
/** Of one target; a gateway that drops more at once has restarted, and they come back from 0. */
const REMEMBERED_MAXIMUM = 10_000;

/** Where the counters stood that left a target's pages, so that one that comes back does not look like new. */
export class Departed {
  private readonly standings = new Map<string, Standing>();

  /** Remembers a counter as long as there is room. `key` is asked for only then. */
  add(standing: Standing, key: () => string): void {
    if (Number.isNaN(standing.value) || !this.hasRoom(standing.timeMs)) return;
    this.standings.set(key(), standing);
  }

  /** Nothing is remembered: no key need be made. */
  get isEmpty(): boolean {
    return this.standings.size === 0;
  }

  /** Where it stood, once; undefined when it is new or left too long ago. */
  take(key: string, timeMs: number): Standing | undefined {
    const standing = this.standings.get(key);
    this.standings.delete(key);
    return standing !== undefined && timeMs - standing.timeMs <= REMEMBERED_MS ? standing : undefined;
  }

  private hasRoom(timeMs: number): boolean {
    for (const [key, standing] of this.standings) {
      if (this.standings.size < REMEMBERED_MAXIMUM || timeMs - standing.timeMs <= REMEMBERED_MS) break;
      this.standings.delete(key);
    }
    return this.standings.size < REMEMBERED_MAXIMUM;
  }
}
