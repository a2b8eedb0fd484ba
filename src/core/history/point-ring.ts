/** A point: value, expected, lower, upper, score, in this order. */
export const POINT_NUMBERS = 5;
export const VALUE = 0;
export const SCORE = 4;

/** The last points of one signal, in columns of numbers of four bytes; a new one takes the place of the oldest. */
export class PointRing {
  readonly ticks: Uint32Array;
  readonly numbers: Float32Array;
  private first = 0;
  private held = 0;

  constructor(private readonly capacity: number) {
    this.ticks = new Uint32Array(capacity);
    this.numbers = new Float32Array(capacity * POINT_NUMBERS);
  }

  get count(): number {
    return this.held;
  }

  get isFull(): boolean {
    return this.held === this.capacity;
  }

  /** Place in the columns of the point of this age; 0 is the oldest. */
  at(index: number): number {
    return (this.first + index) % this.capacity;
  }

  /** Makes room for the newest point; its place in the columns. */
  push(tick: number): number {
    const place = this.at(this.held % this.capacity);
    if (this.isFull) this.first = (this.first + 1) % this.capacity;
    else this.held++;
    this.ticks[place] = tick;
    return place;
  }

  clear(): void {
    this.first = this.held = 0;
  }
}
