/** Random numbers that are the same on every run: specs and benchmarks, not the product. */
export interface Noise {
  /** Above 0, below 1. */
  uniform(): number;
  /** Mean 0, variance 1. */
  gaussian(): number;
  /** How many events of a Poisson law with this mean. */
  poisson(mean: number): number;
}

/** Noise from a seed (mulberry32). */
export function deterministic(seed: number): Noise {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  const gaussian = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    let events = 0;
    for (let left = uniform() - Math.exp(-mean), term = Math.exp(-mean); left > 0 && events < 1000; left -= term) {
      events++;
      term *= mean / events;
    }
    return events;
  };
  return { uniform, gaussian, poisson };
}
