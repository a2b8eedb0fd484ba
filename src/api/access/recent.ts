/** Answers that hold for a little while; the oldest go when there are too many. */
export class Recent<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly untilMs: number }>();

  constructor(private readonly maximum: number) {}

  get(key: string, nowMs: number): T | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && nowMs < entry.untilMs ? entry.value : undefined;
  }

  set(key: string, value: T, untilMs: number): void {
    this.entries.delete(key);
    this.entries.set(key, { value, untilMs });
    if (this.entries.size <= this.maximum) return;
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.entries.clear();
  }
}
