/** A value that tells its readers when it changes. */
export class Cell<T> {
  private readonly readers = new Set<() => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (Object.is(value, this.current)) return;
    this.current = value;
    for (const read of [...this.readers]) read();
  }

  /** Calls `read` after every change, until the function that is returned is called. */
  subscribe(read: () => void): () => void {
    this.readers.add(read);
    return () => this.readers.delete(read);
  }
}
