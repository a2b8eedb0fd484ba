import { floor, log, sqrt } from './arithmetic.ts';

/**
 * Seeded random numbers: the simulation must give the same bytes on every machine, so `Math.random` is out of the question.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, seeded as its author advises by running it dry.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spare: number | undefined;

  /** The same seed and purpose give the same numbers; different purposes do not disturb each other. */
  constructor(seed: number, purpose: string) {
    this.#a = seed | 0;
    this.#b = hash(purpose);
    this.#c = hash(`${seed}/${purpose}`);
    for (let i = 0; i < 15; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const radius = x * x + y * y;
      if (radius >= 1 || radius === 0) continue;
      const factor = sqrt((-2 * log(radius)) / radius);
      this.#spare = y * factor;
      return x * factor;
    }
  }

  /** So many hexadecimal digits, for keys and serial numbers. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += floor(this.next() * 16).toString(16);
    return text;
  }

  /** Text in the form of a UUID. */
  uuid(): string {
    return [8, 4, 4, 4, 12].map((digits) => this.hex(digits)).join('-');
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
