/**
 * Room for the series of all targets together, shared out fairly. A target keeps what it has and gets more while there is room. When there
 * is none, a target below its fair share (the maximum divided by the number of targets) claims what it still lacks, and targets above
 * theirs give up as much at their next page, their newest series first. So a target that explodes loses its own newest series and takes
 * nobody else's, and there are never more series than the maximum; a claim is met one scrape later.
 */
export class SeriesLimit {
  /** Series of all targets. */
  used = 0;
  /** Series that targets below their fair share were refused on their last page. */
  claimed = 0;
  #shares = 0;

  constructor(readonly maximum: number) {}

  /** How many series a target may have without having to give any up. */
  get fairShare(): number {
    return Math.floor(this.maximum / Math.max(1, this.#shares));
  }

  /** A share for one more target. */
  open(): SeriesShare {
    this.#shares += 1;
    return new SeriesShare(this, () => {
      this.#shares -= 1;
    });
  }
}

/** What one target has of the limit. */
export class SeriesShare {
  #used = 0;
  #claimed = 0;

  constructor(
    private readonly limit: SeriesLimit,
    private readonly leave: () => void,
  ) {}

  /** Begins a page; returns how many series the target must give up for others. */
  begin(): number {
    const { limit } = this;
    this.#claim(-this.#claimed);
    const lacking = limit.claimed - (limit.maximum - limit.used);
    return Math.max(0, Math.min(this.#used - limit.fairShare, lacking));
  }

  /** Whether there is room for one series more; it is then taken. */
  take(): boolean {
    const { limit } = this;
    const isBelow = this.#used < limit.fairShare;
    // What others have claimed is not for a target that has its share already.
    if (limit.maximum - limit.used > (isBelow ? 0 : limit.claimed)) {
      limit.used += 1;
      this.#used += 1;
      return true;
    }
    if (this.#used + this.#claimed < limit.fairShare) this.#claim(1);
    return false;
  }

  /** One series is gone. */
  give(): void {
    this.limit.used -= 1;
    this.#used -= 1;
  }

  /** The target has left. */
  close(): void {
    this.#claim(-this.#claimed);
    this.limit.used -= this.#used;
    this.#used = 0;
    this.leave();
  }

  #claim(change: number): void {
    this.#claimed += change;
    this.limit.claimed += change;
  }
}
