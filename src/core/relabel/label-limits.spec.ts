import { isWithinLabelLimits, type LabelLimits } from './label-limits.ts';

const NONE: LabelLimits = { labelLimit: 0, labelNameLengthLimit: 0, labelValueLengthLimit: 0 };

describe('isWithinLabelLimits', () => {
  it.each<[Partial<LabelLimits>, boolean]>([
    [{}, true],
    [{ labelLimit: 3 }, true],
    [{ labelLimit: 2 }, false],
    [{ labelNameLengthLimit: 8 }, true],
    [{ labelNameLengthLimit: 7 }, false],
    [{ labelValueLengthLimit: 9 }, true],
    // In UTF-8 the face has four bytes and the ï two.
    [{ labelValueLengthLimit: 8 }, false],
  ])('%j: %s', (limits, within) => {
    expect(isWithinLabelLimits('metric', { a: 'ïve 😀', b: 'x' }, { ...NONE, ...limits })).toBe(within);
  });
});
