import { hashOf, isTokenSecret, newTokenSecret } from './token-secret.ts';

it('makes a token that nobody guesses, each another one', () => {
  const made = Array.from({ length: 100 }, newTokenSecret);
  expect(new Set(made).size).toBe(100);
  expect(made.filter((text) => !isTokenSecret(text))).toEqual([]);
  // 256 bits, and nothing else but the prefix.
  expect(Buffer.from(made[0]!.slice('ggr_'.length), 'base64url')).toHaveLength(32);
});

it.each(['', 'ggr_', 'a'.repeat(47), `ggr-${'a'.repeat(43)}`, `ggr_${'a'.repeat(42)}`, `ggr_${'a'.repeat(44)}`])(
  'looks up no %j',
  (text) => {
    expect(isTokenSecret(text)).toBe(false);
  },
);

it.each(['\n', ' ', '\0', '=', 'é'])('looks up nothing with %j in it', (odd) => {
  expect(isTokenSecret(`ggr_${'a'.repeat(43)}${odd}`)).toBe(false);
  expect(isTokenSecret(`ggr_${'a'.repeat(42)}${odd}`)).toBe(false);
});

it('keeps a token by a hash of one length, which is another for another token', () => {
  expect(hashOf('')).toHaveLength(32);
  expect(hashOf('x'.repeat(10_000))).toHaveLength(32);
  expect(hashOf('a').equals(hashOf('a'))).toBe(true);
  expect(hashOf('a').equals(hashOf('b'))).toBe(false);
});
