import type { Answer } from '../api/ask.ts';
import { Cell } from './cell.ts';
import type { Topic } from './live.ts';

/** What is known of a resource. Both fields: what was known last, and why there is nothing newer. Neither: it is on its way. */
export interface Known<T> {
  readonly value?: T;
  readonly problem?: { readonly status: number; readonly detail: string };
}

/** Who says when to look again, and hears whether anybody answered. */
export interface Changes {
  on(topic: Topic, read: () => void): () => void;
  answered(byAnybody: boolean): void;
}

interface QueryParts<T> {
  readonly topic: Topic;
  readonly load: () => Promise<Answer<T>>;
  readonly changes: Changes;
  /** Somebody looks at it again, or nobody any more. */
  readonly onUse: (used: boolean) => void;
}

/** A resource that components look at: one request serves them all. */
class Query<T> {
  readonly known = new Cell<Known<T>>({});
  private users = 0;
  private loading = false;
  private stale = false;
  private leave = () => {};

  constructor(private readonly parts: QueryParts<T>) {}

  enter(): void {
    this.users++;
    if (this.users > 1) return;
    const { changes, topic, onUse } = this.parts;
    onUse(true);
    this.leave = changes.on(topic, () => void this.refresh());
    void this.refresh();
  }

  exit(): void {
    this.users--;
    if (this.users > 0) return;
    this.leave();
    this.parts.onUse(false);
  }

  /** What changes while an answer is on its way may not be in it: then it asks once more. */
  private async refresh(): Promise<void> {
    this.stale = true;
    if (this.loading) return;
    this.loading = true;
    while (this.stale && this.users > 0) {
      this.stale = false;
      this.take(await this.parts.load());
    }
    this.loading = false;
  }

  private take(answer: Answer<T>): void {
    this.parts.changes.answered(answer.ok || answer.status !== 0);
    if (answer.ok) this.known.set({ value: answer.value });
    else this.known.set({ ...this.known.value, problem: { status: answer.status, detail: answer.detail } });
  }
}

/** Queries that nobody looks at and that are kept: what they brought is there at once when somebody comes back. */
const UNUSED_MAXIMUM = 20;

/** The queries of a page, by name. */
export class Queries {
  // biome-ignore lint/suspicious/noExplicitAny: queries of all types; whoever names a path names the type of its answer.
  private readonly byName = new Map<string, Query<any>>();
  /** Names, the one that was left last at the end. */
  private readonly unused = new Set<string>();

  constructor(private readonly changes: Changes) {}

  /** The one query of this name; `enter` and `exit` it. */
  of<T>(name: string, topic: Topic, load: () => Promise<Answer<T>>): Query<T> {
    const there = this.byName.get(name);
    if (there !== undefined) return there;
    const onUse = (used: boolean) => (used ? this.keep(name, query) : this.leave(name));
    const query: Query<T> = new Query<T>({ topic, load, changes: this.changes, onUse });
    this.byName.set(name, query);
    this.leave(name);
    return query;
  }

  get size(): number {
    return this.byName.size;
  }

  /** In use; one that was let go between its making and its use comes back. */
  private keep<T>(name: string, query: Query<T>): void {
    this.byName.set(name, query);
    this.unused.delete(name);
  }

  /** Not in use. */
  private leave(name: string): void {
    this.unused.add(name);
    for (const oldest of this.unused) {
      if (this.unused.size <= UNUSED_MAXIMUM) return;
      this.unused.delete(oldest);
      this.byName.delete(oldest);
    }
  }
}
