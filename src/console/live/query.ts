import type { Answer } from '../api/ask.ts';
import { Cell } from './cell.ts';
import { live, type Topic } from './live.ts';

/** What is known of a resource. Both fields: what was known last, and why there is nothing newer. Neither: it is on its way. */
export interface Known<T> {
  readonly value?: T;
  readonly problem?: { readonly status: number; readonly detail: string };
}

/** A resource that components look at: one request serves them all, and what it brought is there at once when they come back. */
class Query<T> {
  readonly known = new Cell<Known<T>>({});
  private users = 0;
  private loading = false;
  private leave = () => {};

  constructor(
    private readonly load: () => Promise<Answer<T>>,
    private readonly topic: Topic,
  ) {}

  enter(): void {
    this.users++;
    if (this.users > 1) return;
    this.leave = live.on(this.topic, () => void this.refresh());
    void this.refresh();
  }

  exit(): void {
    this.users--;
    if (this.users === 0) this.leave();
  }

  async refresh(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    const answer = await this.load();
    this.loading = false;
    live.answered(answer.ok || answer.status !== 0);
    if (answer.ok) this.known.set({ value: answer.value });
    else this.known.set({ ...this.known.value, problem: { status: answer.status, detail: answer.detail } });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: queries of all types; whoever names a path names the type of its answer.
const QUERIES = new Map<string, Query<any>>();

/** The one query of this name; `enter` and `exit` it. */
export function queryOf<T>(name: string, topic: Topic, load: () => Promise<Answer<T>>): Query<T> {
  const query = QUERIES.get(name) ?? new Query<T>(load, topic);
  QUERIES.set(name, query);
  return query;
}
