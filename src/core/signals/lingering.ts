/** Things that ended and are remembered for a while, in the order of their end. */
export class Lingering<T> {
  private queue: { readonly item: T; readonly untilMs: number }[] = [];

  constructor(private readonly lingerMs: number) {}

  add(item: T, endMs: number): void {
    this.queue.push({ item, untilMs: endMs + this.lingerMs });
  }

  /** Takes out what need not be remembered any longer. */
  expired(timeMs: number): readonly T[] {
    // Pages of different targets end things at slightly different times, so the whole queue is looked through: it is short.
    const over = this.queue.filter(({ untilMs }) => untilMs <= timeMs);
    if (over.length > 0) this.queue = this.queue.filter(({ untilMs }) => untilMs > timeMs);
    return over.map(({ item }) => item);
  }
}
