import { exp, sqrt } from './arithmetic.ts';
import type { Random } from './random.ts';

/**
 * Slow multiplicative noise with mean 1: `exp(x - s^2/2)` of a first-order autoregression `x`. Its memory is minutes long, so a
 * rate taken over five seconds spreads as one taken over a minute does (variance ratio `1 - T / 3 tau` for a window T).
 */
export class Drift {
  readonly #random: Random;
  readonly #keep: number;
  readonly #renew: number;
  readonly #spread: number;
  #x: number;

  /** `spread` is the relative standard deviation, `memoryMs` the time in which a deviation fades to 1/e. */
  constructor(random: Random, options: { spread: number; memoryMs: number; stepMs: number }) {
    this.#random = random;
    this.#spread = options.spread;
    this.#keep = exp(-options.stepMs / options.memoryMs);
    this.#renew = sqrt(1 - this.#keep * this.#keep);
    this.#x = random.normal();
  }

  /** The factor one step later. */
  next(): number {
    this.#x = this.#keep * this.#x + this.#renew * this.#random.normal();
    return exp(this.#spread * (this.#x - this.#spread / 2));
  }
}
