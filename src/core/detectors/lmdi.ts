/** A quantity before and now, in any unit. */
export interface Change {
  readonly before: number;
  readonly now: number;
}

/**
 * The logarithmic mean of two positive numbers: `(a - b) / (ln a - ln b)`, and `a` itself where both are equal.
 * Source: B. W. Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33 (2005) 867-871.
 */
export function logarithmicMean(a: number, b: number): number {
  const difference = Math.log(a) - Math.log(b);
  // Close to equality the quotient loses its digits; the arithmetic mean is the limit, exact to the square of the difference.
  return Math.abs(difference) < 1e-9 ? (a + b) / 2 : (a - b) / difference;
}

/**
 * Additive LMDI-I: splits the change of `sum over sectors of the product of its factors` into one addend a factor. The addends
 * sum to the whole change exactly, whatever the order of the factors. Every factor must be a positive number, and every sector must
 * have the same factors in the same order.
 */
export function decompose(sectors: readonly (readonly Change[])[]): number[] {
  const addends = new Array<number>(sectors[0]?.length ?? 0).fill(0);
  for (const factors of sectors) {
    const before = factors.reduce((product, factor) => product * factor.before, 1);
    const now = factors.reduce((product, factor) => product * factor.now, 1);
    const weight = logarithmicMean(now, before);
    factors.forEach((factor, index) => {
      addends[index] = (addends[index] ?? 0) + weight * Math.log(factor.now / factor.before);
    });
  }
  return addends;
}
