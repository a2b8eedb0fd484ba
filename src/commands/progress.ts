const WIDTH = 30;

/** A bar on standard error that shows how far something has come; silent where nobody watches. */
export class Progress {
  private shown = -1;

  constructor(
    private readonly title: string,
    private readonly output: NodeJS.WriteStream = process.stderr,
  ) {}

  /** `done` is 0 to 1. */
  show(done: number): void {
    const percent = Math.floor(100 * done);
    if (percent === this.shown || !this.output.isTTY) return;
    this.shown = percent;
    const filled = Math.round(WIDTH * done);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    this.output.write(`\r${this.title} ${bar} ${percent} %${percent === 100 ? '\n' : ''}`);
  }
}
