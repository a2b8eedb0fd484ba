const NOWHERE = -1;

/**
 * The order of the last page's lines, by which the next page is read, and that of the page that is being read. Where a page only has new lines
 * in the places of others, as after a deploy, the last order is changed in place; any other page gets an order of its own (`begin`, `append`).
 */
export class LineOrder {
  /** The last page's lines; `length` of them are valid. */
  lines = new Int32Array(64);
  length = 0;
  readonly #maximum: number;
  #next = new Int32Array(64);
  #nextLength = 0;
  /** By line: where it stood on the last page first. */
  #position = new Int32Array(64);
  /** Lines of the last page whose places new ones have taken on this page, and those places. */
  readonly #replaced: number[] = [];
  readonly #replacedPlaces: number[] = [];
  /** Whether a line stands in the order twice: then a line that was replaced may still be in it. */
  #hasTwins = false;

  /** `maximum`: the longest order that is kept. */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** Where the line stood on the last page, -1 if it did not. */
  positionOf(line: number): number {
    return this.#position[line] ?? NOWHERE;
  }

  /** A line has been made, or made anew. */
  enter(line: number): void {
    if (line >= this.#position.length) this.#position = enlarged(this.#position);
    this.#position[line] = NOWHERE;
  }

  /** Puts a line that has just been entered into another's place; false when there is no such place or the other may stand elsewhere too. */
  replace(place: number, line: number): boolean {
    if (place >= this.length || this.#hasTwins) return false;
    this.#replaced.push(this.lines[place] ?? 0);
    this.#replacedPlaces.push(place);
    this.lines[place] = line;
    this.#position[line] = place;
    return true;
  }

  /** The line that stood at this place on the last page, if the place is the one replaced last or has not been replaced. */
  passed(place: number): number {
    return this.#replacedPlaces.at(-1) === place ? (this.#replaced.at(-1) ?? 0) : (this.lines[place] ?? NOWHERE);
  }

  /** Begins an order of this page's own with the first `count` lines; the last page's is again as it was. */
  begin(count: number): void {
    if (this.#next.length < count) this.#next = new Int32Array(this.lines.length);
    this.#next.set(this.lines.subarray(0, count));
    this.#nextLength = count;
    for (const [at, place] of this.#replacedPlaces.entries()) this.lines[place] = this.#replaced[at] ?? 0;
    this.#replaced.length = 0;
    this.#replacedPlaces.length = 0;
  }

  /** Appends a line to this page's own order. */
  append(line: number): void {
    if (this.#nextLength === this.#next.length) {
      if (this.#nextLength >= this.#maximum) return;
      this.#next = enlarged(this.#next);
    }
    this.#next[this.#nextLength] = line;
    this.#nextLength += 1;
  }

  /** Ends a page that kept the last order; returns the lines that are no longer in it. */
  keep(): readonly number[] {
    for (const line of this.#replaced) this.#position[line] = NOWHERE;
    const gone = this.#replaced.slice();
    this.#replaced.length = 0;
    this.#replacedPlaces.length = 0;
    return gone;
  }

  /** Ends a page with an order of its own, which is now the last page's. */
  settle(): void {
    const last = this.lines;
    this.lines = this.#next;
    this.length = this.#nextLength;
    this.#next = last;
    this.#position.fill(NOWHERE);
    this.#hasTwins = false;
    for (let place = this.length - 1; place >= 0; place -= 1) {
      const line = this.lines[place] ?? 0;
      if (this.#position[line] !== NOWHERE) this.#hasTwins = true;
      this.#position[line] = place;
    }
  }

  clear(): void {
    this.length = 0;
    this.#hasTwins = false;
  }
}

function enlarged(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length + (array.length >> 1));
  larger.set(array);
  return larger;
}
