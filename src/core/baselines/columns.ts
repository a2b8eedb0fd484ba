/**
 * What may speak for news, by the number that tells which one spoke loudest: the value's distance from what was expected, a sudden change, a
 * slow drift, restlessness, a step never seen before, a value that is seldom other than zero, a distance beyond all that may be learnt in a day.
 */
export const LEADS = ['level', 'change', 'drift', 'spread', 'novelty', 'count', 'guard'] as const;
export type Lead = (typeof LEADS)[number];

/** What is known of every signal after its latest sample; a slot is an index. Arrays are replaced when they grow: read them from here. */
export class Columns {
  expected = new Float64Array(0);
  lower = new Float64Array(0);
  upper = new Float64Array(0);
  score = new Float64Array(0);
  confidence = new Float64Array(0);
  ready = new Uint8Array(0);
  /** 1 when this sample opened an episode: a person need hear of it once, however long it lasts. */
  onset = new Uint8Array(0);
  /** What spoke loudest in the score: an index into `LEADS`. */
  lead = new Uint8Array(0);

  /** Makes room for `count` slots; new ones expect nothing and know nothing. */
  grow(count: number): void {
    if (count <= this.ready.length) return;
    const capacity = Math.max(1024, Math.ceil(count * 1.25));
    this.expected = wider(this.expected, capacity, Number.NaN);
    this.lower = wider(this.lower, capacity, Number.NaN);
    this.upper = wider(this.upper, capacity, Number.NaN);
    this.score = wider(this.score, capacity, 0);
    this.confidence = wider(this.confidence, capacity, 0);
    this.ready = widerFlags(this.ready, capacity);
    this.onset = widerFlags(this.onset, capacity);
    this.lead = widerFlags(this.lead, capacity);
  }

  /** A slot of which nothing is known (any more). */
  clear(slot: number): void {
    this.expected[slot] = this.lower[slot] = this.upper[slot] = Number.NaN;
    this.score[slot] = this.confidence[slot] = this.ready[slot] = this.onset[slot] = this.lead[slot] = 0;
  }
}

function wider(column: Float64Array<ArrayBuffer>, capacity: number, filler: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(capacity).fill(filler, column.length);
  grown.set(column);
  return grown;
}

function widerFlags(column: Uint8Array<ArrayBuffer>, capacity: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(capacity);
  grown.set(column);
  return grown;
}
