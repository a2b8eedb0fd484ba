import { gpuPrice, gpuShare, type PriceBook, tokenPrice } from './price-book.ts';

const named = (expected: string) => ({ matches: (name: string) => name === expected });
const BOOK: PriceBook = {
  models: [
    { match: named('a'), inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 },
    { match: { matches: () => true }, inputUsdPerMillionTokens: 9, outputUsdPerMillionTokens: 9 },
  ],
  gpus: [{ match: named('H100'), usdPerHour: 2.5 }],
};

it('takes the first entry that matches', () => {
  expect(tokenPrice(BOOK, ['a'], 'inputTokens')).toBe(1e-6);
  expect(tokenPrice(BOOK, ['a'], 'outputTokens')).toBe(2e-6);
  expect(tokenPrice(BOOK, ['b'], 'outputTokens')).toBe(9e-6);
});

it('asks by every name of the model', () => {
  const book = { ...BOOK, models: BOOK.models.slice(0, 1) };
  expect(tokenPrice(book, ['x', 'a'], 'inputTokens')).toBe(1e-6);
  expect(tokenPrice(book, ['x'], 'inputTokens')).toBeUndefined();
  expect(tokenPrice(book, [], 'inputTokens')).toBeUndefined();
});

it('knows GPUs by model name', () => {
  expect(gpuPrice(BOOK, 'H100')).toBe(2.5);
  expect(gpuPrice(BOOK, 'T4')).toBeUndefined();
});

it.each([
  [undefined, 1],
  ['', 1],
  ['1g.5gb', 1 / 7],
  ['2g.10gb', 2 / 7],
  ['7g.80gb', 1],
  ['1g.10gb+me', 1 / 7],
])('a profile %s is %s of a GPU', (profile, share) => expect(gpuShare(profile)).toBe(share));
