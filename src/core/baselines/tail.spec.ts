import { linearRegression, quantile } from 'simple-statistics';
import { deterministic } from '../../../test/fakes/noise.ts';
import { learnTail, startTail, TAIL_FIELDS, TAIL_SHARE, tailScore, tailValue } from './tail.ts';

/** A tail that has learnt `values`, and where its row begins. */
function learnt(values: readonly number[]): Float32Array {
  const row = new Float32Array(TAIL_FIELDS);
  startTail(row, 0);
  values.forEach((value, i) => {
    learnTail(row, 0, value, Math.max(1 / (i + 1), 1e-4), 1);
  });
  return row;
}

describe('tail', () => {
  const noise = deterministic(7);
  const exponential = Array.from({ length: 40_000 }, () => -Math.log(noise.uniform()));
  const heavy = Array.from({ length: 40_000 }, () => (noise.uniform() ** -0.3 - 1) / 0.3);

  it('finds the threshold that a batch quantile finds', () => {
    for (const values of [exponential, heavy]) {
      const row = learnt(values);
      const batch = quantile([...values], 1 - TAIL_SHARE);
      expect(tailValue(row, 0, -Math.log10(TAIL_SHARE)) / batch).toBeGreaterThan(0.9);
      expect(tailValue(row, 0, -Math.log10(TAIL_SHARE)) / batch).toBeLessThan(1.1);
    }
  });

  it('gives the probability of what lies far out, in light tails and in heavy ones', () => {
    const light = learnt(exponential);
    const weighty = learnt(heavy);
    const pairs: [number, number][] = [];
    for (const score of [2, 3, 4]) {
      pairs.push([score, tailScore(light, 0, score * Math.LN10)]);
      pairs.push([score, tailScore(weighty, 0, (10 ** (0.3 * score) - 1) / 0.3)]);
    }
    const { m } = linearRegression(pairs);
    expect(m).toBeGreaterThan(0.8);
    expect(m).toBeLessThan(1.2);
  });

  it('knows that a Gaussian ends sooner than an exponential law', () => {
    const row = learnt(Array.from({ length: 40_000 }, () => noise.gaussian()));
    // One in 31,600 is beyond 4 standard deviations.
    expect(tailScore(row, 0, 4)).toBeGreaterThan(4);
    expect(tailScore(row, 0, 4)).toBeLessThan(5);
    expect(tailValue(row, 0, tailScore(row, 0, 20))).toBeCloseTo(20, 4);
  });

  it('rises with the value, and its inverse is its inverse', () => {
    const row = learnt(heavy);
    let before = 0;
    for (let value = 0.1; value < 1000; value *= 1.3) {
      const score = tailScore(row, 0, value);
      expect(score).toBeGreaterThan(before);
      expect(tailValue(row, 0, score)).toBeCloseTo(value, 6);
      before = score;
    }
  });

  it('is 0 for what is not beyond the centre and never infinite', () => {
    const row = learnt(exponential);
    expect(tailScore(row, 0, 0)).toBe(0);
    expect(tailScore(row, 0, -5)).toBe(0);
    expect(tailScore(row, 0, 1e300)).toBeLessThanOrEqual(300);
  });
});
