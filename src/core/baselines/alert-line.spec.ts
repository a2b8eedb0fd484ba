import fc from 'fast-check';
import { AlertLine } from './alert-line.ts';

const SIGNAL_BUDGET_PER_DAY = 0.06;
const shape: fc.Arbitrary<Shape> = fc.record({
  intervalMs: fc.integer({ min: 1000, max: 3_600_000 }),
  sides: fc.constantFrom(1, 2),
  signals: fc.integer({ min: 1, max: 2000 }),
  budgetPerDay: fc.double({ min: 0.01, max: 100, noNaN: true }),
});
const share = fc.double({ min: 1e-6, max: 1, noNaN: true });

interface Shape {
  readonly intervalMs: number;
  readonly sides: number;
  readonly signals: number;
  readonly budgetPerDay: number;
}

function pageLine({ intervalMs, sides, signals, budgetPerDay }: Shape, pageShare: number) {
  const line = new AlertLine(budgetPerDay, SIGNAL_BUDGET_PER_DAY, pageShare);
  for (let n = 0; n < signals; n++) line.note(0, Number.NaN);
  return { at: line.pageLine(intervalMs, sides), evidence: line.evidence(intervalMs, sides) };
}

describe('the page line', () => {
  it('is never below the alert line, and the farther off the rarer pages are to be', () => {
    fc.assert(
      fc.property(shape, share, share, (signal, one, other) => {
        const [rarer, commoner] = one < other ? [one, other] : [other, one];
        const far = pageLine(signal, rarer).at;
        const near = pageLine(signal, commoner).at;
        expect(near).toBeGreaterThanOrEqual(1);
        expect(far).toBeGreaterThanOrEqual(near);
      }),
    );
  });

  it('is the alert line where every alert may be a page', () => {
    fc.assert(fc.property(shape, (signal) => expect(pageLine(signal, 1).at).toBe(1)));
  });

  it('lies where a sample is less probable by the share of pages', () => {
    fc.assert(
      fc.property(shape, share, (signal, pageShare) => {
        const { at, evidence } = pageLine(signal, pageShare);
        expect(at * evidence).toBeCloseTo(evidence - Math.log10(pageShare), 9);
      }),
    );
  });
});
