/** The simulation computes its rates and levels at these moments (multiples of it in Unix time) and is linear in between. */
export const KNOT_MS = 10_000;

/** More numbers than any simulated cluster exposes; a bound so that the columns can be allocated once. */
const CAPACITY = 8_192;

type Kind = 'counter' | 'look' | 'level' | 'held';

/**
 * Every number of the simulated cluster, in columns. A counter is the integral of a rate that is linear between knots; a level is
 * linear between knots; a held value jumps at a knot, and so does a counter at which somebody looks at knots only. Since only knots are computed with noise, what a page shows at an event time
 * does not depend on the steps in which the simulation came there.
 */
export class Channels {
  /** The value of each channel at the moment given to `settle`. */
  readonly values = new Float64Array(CAPACITY);
  readonly #kinds: Kind[] = [];
  readonly #totals = new Float64Array(CAPACITY);
  readonly #from = new Float64Array(CAPACITY);
  readonly #to = new Float64Array(CAPACITY);

  /** A monotone counter; `set` gives its rate per second. */
  counter(initial = 0): number {
    const index = this.#add('counter');
    this.#totals[index] = initial;
    return index;
  }

  /** A counter that stands still between knots, as a kubelet looks at its containers every ten seconds. */
  look(): number {
    return this.#add('look');
  }

  /** A gauge; `set` gives its value. */
  level(): number {
    return this.#add('level');
  }

  /** A number that jumps: a start time, a state, a switch. */
  held(): number {
    return this.#add('held');
  }

  /** The channel's rate or value at the coming knot. */
  set(index: number, value: number): void {
    this.#to[index] = value;
  }

  /** The coming knot becomes the present one. */
  pass(): void {
    const seconds = KNOT_MS / 1_000;
    for (let i = 0; i < this.#kinds.length; i++) {
      const to = this.#to[i] ?? 0;
      const kind = this.#kinds[i];
      if (kind === 'counter' || kind === 'look') this.#totals[i]! += (seconds * ((this.#from[i] ?? 0) + to)) / 2;
      this.#from[i] = to;
    }
  }

  /** Counters start again at zero, as after a restart of their process. */
  restart(indexes: readonly number[]): void {
    for (const index of indexes) this.#totals[index] = 0;
  }

  /** Computes `values` at this many milliseconds after the present knot. */
  settle(afterMs: number): void {
    const part = afterMs / KNOT_MS;
    const seconds = afterMs / 1_000;
    for (let i = 0; i < this.#kinds.length; i++) {
      const from = this.#from[i] ?? 0;
      const change = (this.#to[i] ?? 0) - from;
      const kind = this.#kinds[i];
      if (kind === 'counter') this.values[i] = (this.#totals[i] ?? 0) + seconds * (from + (change * part) / 2);
      else if (kind === 'look') this.values[i] = this.#totals[i] ?? 0;
      else this.values[i] = kind === 'level' ? from + change * part : from;
    }
  }

  #add(kind: Kind): number {
    if (this.#kinds.length === CAPACITY) throw new Error(`a simulated cluster holds at most ${CAPACITY} numbers`);
    return this.#kinds.push(kind) - 1;
  }
}
