import { authorization } from '../api/ask.ts';
import { session } from '../api/session.ts';
import { Cell } from './cell.ts';
import { EventLines } from './event-lines.ts';

/** What may have changed: alerts at any moment, readings at every evaluation, nothing of what is frozen. */
export type Topic = 'alerts' | 'readings' | 'nothing';

/** `live`: told of changes as they happen; `polling`: asking now and then; `away`: nobody answers. */
export type Liveness = 'polling' | 'live' | 'away';

const SHORTEST_INTERVAL_MS = 2_000;
const LONGEST_INTERVAL_MS = 30_000;
/** The first wait for the stream after it broke, doubled with each failure up to the longest. */
const FIRST_WAIT_MS = 1_000;
/** Changes that come together are one reason to look. */
const GATHER_MS = 150;

/**
 * Tells queries when to look again: at each event of the stream, and at every evaluation whether the stream stands or not. While nobody
 * sees the page it rests.
 */
class Live {
  readonly liveness = new Cell<Liveness>('polling');
  private readonly readers = new Map<Topic, Set<() => void>>([
    ['alerts', new Set()],
    ['readings', new Set()],
  ]);
  private intervalMs = 5_000;
  private lastId: string | undefined;
  private gathering = false;

  start(): void {
    this.tick();
    void this.follow();
    document.addEventListener('visibilitychange', () => !document.hidden && this.tell('alerts', 'readings'));
    session.asked.subscribe(() => this.tell('alerts', 'readings'));
  }

  /** How often the engine evaluates is how often it is worth to look. */
  pace(evaluationIntervalMs: number): void {
    this.intervalMs = Math.min(LONGEST_INTERVAL_MS, Math.max(SHORTEST_INTERVAL_MS, evaluationIntervalMs));
  }

  /** Calls `read` whenever the topic may have changed, until the function that is returned is called. */
  on(topic: Topic, read: () => void): () => void {
    this.readers.get(topic)?.add(read);
    return () => this.readers.get(topic)?.delete(read);
  }

  /** A request was answered, or not. */
  answered(byAnybody: boolean): void {
    if (!byAnybody) this.liveness.set('away');
    else if (this.liveness.value === 'away') this.liveness.set('polling');
  }

  /** Nobody asks while the API wants another token: it counts what comes with a wrong one. */
  tell(...topics: Topic[]): void {
    if (session.asked.value) return;
    for (const topic of topics) for (const read of this.readers.get(topic) ?? []) read();
  }

  private tick(): void {
    setTimeout(() => {
      if (!document.hidden) this.tell('alerts', 'readings');
      this.tick();
    }, this.intervalMs);
  }

  /** Reads the stream for as long as the page lives, from where it broke off. */
  private async follow(): Promise<never> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_INTERVAL_MS, waitMs * 2)) {
      if (await this.readStream()) waitMs = FIRST_WAIT_MS;
      if (this.liveness.value === 'live') this.liveness.set('polling');
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /** @returns whether the stream stood */
  private async readStream(): Promise<boolean> {
    let stood = false;
    if (session.asked.value) return false;
    try {
      const headers = new Headers({ accept: 'text/event-stream', ...authorization() });
      if (this.lastId !== undefined) headers.set('last-event-id', this.lastId);
      const { ok, body } = await fetch('api/v1/stream', { headers, cache: 'no-store' });
      if (!ok || body === null) return false;
      stood = true;
      this.liveness.set('live');
      await this.readEvents(body);
    } catch {
      // A broken stream is begun again.
    }
    return stood;
  }

  private async readEvents(body: ReadableStream<Uint8Array>): Promise<void> {
    const lines = new EventLines();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      for (const { id } of lines.push(decoder.decode(read.value, { stream: true }))) {
        this.lastId = id;
        this.gather();
      }
    }
  }

  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    setTimeout(() => {
      this.gathering = false;
      this.tell('alerts');
    }, GATHER_MS);
  }
}

/** The one of this page. */
export const live = new Live();
