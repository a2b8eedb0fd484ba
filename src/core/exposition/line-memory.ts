import { allocateBytes, type Bytes } from './bytes.ts';
import type { Comment } from './comment.ts';
import type { FamilyTypes } from './family-types.ts';
import { HashIndex } from './hash-index.ts';
import { LineOrder } from './line-order.ts';
import { METRIC_TYPES, type MetricType } from './metric-type.ts';
import { SampleNames } from './sample-names.ts';

/** What a remembered line stands for, where that is not the index of a series. */
export const PLAIN_COMMENT = -1;
export const TYPE_COMMENT = -2;
export const END_COMMENT = -3;
/** A series that `admit` turned away. */
export const REFUSED = -4;

/** A line whose series has been replaced; its next appearance gives it a new meaning. */
export const DETACHED = -5;

const FREE = -6;
const TYPE_CODES: ReadonlyMap<MetricType, number> = new Map(METRIC_TYPES.map((type, code) => [type, code]));
/** The memory of the lines' bytes is repacked when less than this share of it is in use. */
const USE_MINIMUM = 0.75;
const SLACK = 1.125;
/** How much more is taken when it is full. */
const GROWTH = 1.25;
const GROWTH_BYTES = 4096;

/** A line to remember. */
export interface RememberedLine {
  readonly hash: number;
  /** Index of its series, or one of the constants above. */
  readonly target: number;
  /** The sample's name as written, or the family's of a `# TYPE` comment. */
  readonly name: string;
  readonly type: MetricType;
}

/**
 * The lines of one target's pages, as bytes: comments whole, samples up to their value. The next page is read by their
 * `order`; a line is found out of order by its hash. All numbers are in columns, one place a line.
 */
export class LineMemory {
  readonly order: LineOrder;
  from = new Int32Array(64);
  length = new Int32Array(64);
  target = new Int32Array(64);
  text: Bytes = allocateBytes(0);
  readonly #names = new SampleNames();
  readonly #maximum: number;
  readonly #index = new HashIndex();
  /** Free places by the length of the bytes they still own: a line that is replaced is mostly replaced by one of its length. */
  readonly #freeByLength = new Map<number, number[]>();
  /** Free places without bytes. */
  readonly #free: number[] = [];
  #freeCount = 0;
  #hash = new Int32Array(64);
  #type = new Uint8Array(64);
  #name = new Int32Array(64);
  #count = 0;
  #textEnd = 0;
  #textUsed = 0;
  /** The page whose bytes were taken over whole, until it ends. */
  #taken: Bytes | undefined;

  /** `maximum`: how many lines are remembered at most; what is beyond is read anew each time. */
  constructor(maximum: number) {
    this.#maximum = maximum;
    this.order = new LineOrder(2 * maximum);
  }

  /** The remembered line with exactly these bytes, -1 if there is none. */
  find(bytes: Bytes, from: number, to: number, hash: number): number {
    const index = this.#index;
    for (let line = index.first(hash); line >= 0; line = index.next(hash)) {
      if (this.length[line] === to - from && this.matches(line, bytes, from, to)) return line;
    }
    return -1;
  }

  /** Whether the bytes from `from` on begin with this line. */
  matches(line: number, bytes: Bytes, from: number, to: number): boolean {
    const at = this.from[line] ?? 0;
    const length = this.length[line] ?? 0;
    return from + length <= to && bytes.compare(this.text, at, at + length, from, from + length) === 0;
  }

  /** Remembers `bytes[from, to)`; -1 when there is no room. */
  add(bytes: Bytes, from: number, to: number, line: RememberedLine): number {
    const count = this.#count - this.#freeCount;
    if (count >= this.#maximum) return -1;
    if (count === 0) this.#takeOver(bytes);
    const place = bytes === this.#taken ? this.#placeAt(from, to - from) : this.#placeFor(to - from);
    if (!this.#index.add(line.hash, place)) {
      this.#release(place);
      return -1;
    }
    if (bytes !== this.#taken) bytes.copy(this.text, this.from[place] ?? 0, from, to);
    this.#textUsed += to - from;
    this.#hash[place] = line.hash;
    this.order.enter(place);
    this.target[place] = line.target;
    this.#name[place] = this.#names.take(line.name);
    this.#type[place] = TYPE_CODES.get(line.type) ?? 0;
    return place;
  }

  /** Gives a remembered line another meaning. */
  retarget(line: number, target: number, name: string, type: MetricType): void {
    this.target[line] = target;
    this.#names.release(this.#name[line] ?? 0);
    this.#name[line] = this.#names.take(name);
    this.#type[line] = TYPE_CODES.get(type) ?? 0;
  }

  /** The type that the line's family had when it was remembered. */
  typeOf(line: number): MetricType {
    return METRIC_TYPES[this.#type[line] ?? 0] ?? 'untyped';
  }

  /** The sample's name, or the family's of a `# TYPE` comment. */
  nameOf(line: number): string {
    return this.#names.text(this.#name[line] ?? 0);
  }

  /** Whether `types` still gives the line's name the type that it had when it was remembered. */
  keepsType(line: number, types: FamilyTypes): boolean {
    return this.#names.typeOf(this.#name[line] ?? 0, types) === METRIC_TYPES[this.#type[line] ?? 0];
  }

  /** Declares what the `# TYPE` comments among the first `count` lines of the order declare. */
  declareTypes(count: number, types: FamilyTypes): void {
    const { lines } = this.order;
    for (let place = 0; place < count; place += 1) {
      const line = lines[place] ?? 0;
      if (this.target[line] === TYPE_COMMENT) this.declareType(line, types);
    }
  }

  /** Declares what a `# TYPE` comment declares. */
  declareType(line: number, types: FamilyTypes): void {
    types.declare(this.nameOf(line), this.typeOf(line));
  }

  /** Puts a new line into the place of another in the order; false where that would take more than a change in place. */
  replace(place: number, line: number): boolean {
    return this.target[this.order.lines[place] ?? 0] !== TYPE_COMMENT && this.order.replace(place, line);
  }

  /** Ends a page that has kept the last page's order but for replaced lines; with `forget`, those are forgotten. */
  keepOrder(forget: boolean): void {
    const gone = this.order.keep();
    if (!forget) return;
    for (let at = gone.length - 1; at >= 0; at -= 1) this.#forget(gone[at] ?? 0);
    this.#repackIfLoose();
  }

  /** Ends a page that has an order of its own; with `forget`, lines that are not in it are forgotten. */
  settle(forget: boolean): void {
    this.order.settle();
    if (forget) this.#forgetOthers();
    this.#taken = undefined;
    this.#repackIfLoose();
  }

  /** Detaches all lines from these series, whose indexes will stand for others. */
  detach(series: readonly number[]): void {
    if (series.length === 0) return;
    const gone = new Set(series);
    for (let line = 0; line < this.#count; line += 1) {
      if (gone.has(this.target[line] ?? FREE)) this.target[line] = DETACHED;
    }
  }

  /** Forgets everything. */
  clear(): void {
    for (let line = 0; line < this.#count; line += 1) if (this.target[line] !== FREE) this.#forget(line);
    this.order.clear();
  }

  /** From the last line on: places are taken again from the first on, and lines that follow each other stay near each other. */
  #forgetOthers(): void {
    for (let line = this.#count - 1; line >= 0; line -= 1) {
      if (this.order.positionOf(line) < 0 && this.target[line] !== FREE) this.#forget(line);
    }
  }

  #forget(line: number): void {
    this.#index.remove(this.#hash[line] ?? 0, line);
    this.#names.release(this.#name[line] ?? 0);
    this.#textUsed -= this.length[line] ?? 0;
    this.#release(line);
  }

  #release(place: number): void {
    this.target[place] = FREE;
    this.#freeCount += 1;
    const length = this.length[place] ?? 0;
    const places = this.#freeByLength.get(length);
    if (places === undefined) this.#freeByLength.set(length, [place]);
    else places.push(place);
  }

  /** Takes the page's bytes over at once: where no line is known, nearly all will be new, and one copy is cheaper than one a line. */
  #takeOver(bytes: Bytes): void {
    this.#repack(bytes.length);
    this.#textEnd = bytes.copy(this.text, 0, 0, bytes.length);
    this.#taken = bytes;
  }

  /** A place that owns `length` bytes of the text. */
  #placeFor(length: number): number {
    const same = this.#freeByLength.get(length)?.pop();
    if (same !== undefined) {
      this.#freeCount -= 1;
      return same;
    }
    if (this.#textEnd + length > this.text.length) this.#repack(GROWTH * (this.#textUsed + length) + GROWTH_BYTES);
    const place = this.#placeAt(this.#textEnd, length);
    this.#textEnd += length;
    return place;
  }

  /** A place that owns these bytes of the text. */
  #placeAt(from: number, length: number): number {
    const free = this.#free.pop();
    if (free === undefined) this.#count += 1;
    else this.#freeCount -= 1;
    const place = free ?? this.#count - 1;
    if (place >= this.from.length) this.#growColumns();
    this.from[place] = from;
    this.length[place] = length;
    return place;
  }

  #repackIfLoose(): void {
    if (this.#textUsed < this.text.length * USE_MINIMUM) this.#repack(this.#textUsed * SLACK);
  }

  /** Moves the bytes of all lines to memory of this size; free places own none from then on. */
  #repack(size: number): void {
    const old = this.text;
    this.text = allocateBytes(Math.ceil(size));
    this.#freeByLength.clear();
    this.#free.length = 0;
    let end = 0;
    let runFrom = 0;
    let runTo = 0;
    for (let line = 0; line < this.#count; line += 1) {
      if (this.target[line] === FREE) {
        this.#free.push(line);
        continue;
      }
      const at = this.from[line] ?? 0;
      // Lines that lie together move together.
      if (at !== runTo) {
        end += old.copy(this.text, end, runFrom, runTo);
        runFrom = at;
      }
      runTo = at + (this.length[line] ?? 0);
      this.from[line] = end + at - runFrom;
    }
    this.#textEnd = end + old.copy(this.text, end, runFrom, runTo);
  }

  #growColumns(): void {
    this.from = enlarged(this.from);
    this.length = enlarged(this.length);
    this.target = enlarged(this.target);
    this.#hash = enlarged(this.#hash);
    this.#name = enlarged(this.#name);
    const types = new Uint8Array(this.from.length);
    types.set(this.#type);
    this.#type = types;
  }
}

/** How a comment is remembered. */
export function commentLine(comment: Comment, hash: number): RememberedLine {
  if (comment.kind === 'type') return { hash, target: TYPE_COMMENT, name: comment.family, type: comment.type };
  return { hash, target: comment.kind === 'end' ? END_COMMENT : PLAIN_COMMENT, name: '', type: 'untyped' };
}

function enlarged(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length + (array.length >> 1));
  larger.set(array);
  return larger;
}
