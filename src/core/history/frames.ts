/** A point: value, expected, lower, upper, score, in this order. A NaN score: no point; a NaN value alone: the signal is missing. */
export const POINT_NUMBERS = 5;
export const VALUE = 0;
export const SCORE = 4;

/** The points of all kept signals at the latest evaluations, a frame each; a new frame takes the place of the oldest. */
export class Frames {
  private readonly timesMs: Float64Array;
  private readonly frames: Float32Array[] = [];
  private first = 0;

  constructor(private readonly capacity: number) {
    this.timesMs = new Float64Array(capacity);
  }

  get count(): number {
    return this.frames.length;
  }

  get isFull(): boolean {
    return this.count === this.capacity;
  }

  /** The frame of this age; 0 is the oldest. */
  frame(index: number): Float32Array {
    return this.frames[this.place(index)]!;
  }

  timeMs(index: number): number {
    return this.timesMs[this.place(index)]!;
  }

  /** Begins the newest frame, without a point yet. */
  begin(timeMs: number, points: number): void {
    const place = this.isFull ? this.first : this.count;
    if (this.isFull) this.first = (this.first + 1) % this.capacity;
    this.timesMs[place] = timeMs;
    const before = this.frames[place];
    if (before !== undefined && before.length >= points * POINT_NUMBERS) before.fill(Number.NaN);
    else this.frames[place] = emptyFrame(points);
  }

  /** The newest frame, with room for so many points. */
  newest(points: number): Float32Array {
    const frame = this.frame(this.count - 1);
    if (frame.length >= points * POINT_NUMBERS) return frame;
    const wider = emptyFrame(points);
    wider.set(frame);
    this.frames[this.place(this.count - 1)] = wider;
    return wider;
  }

  /** Takes a signal's points out of every frame. */
  wipe(point: number): void {
    for (const frame of this.frames) frame.fill(Number.NaN, point * POINT_NUMBERS, (point + 1) * POINT_NUMBERS);
  }

  private place(index: number): number {
    return (this.first + index) % this.capacity;
  }
}

/** With room for some more: signals come one by one. */
function emptyFrame(points: number): Float32Array {
  return new Float32Array(Math.ceil(points * 1.25 + 16) * POINT_NUMBERS).fill(Number.NaN);
}
