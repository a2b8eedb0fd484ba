import fc from 'fast-check';

const SURROGATES_FROM = 0xd800;
const SURROGATES = 0x800;

/**
 * Any Unicode character, as `unit: 'binary'` of fast-check's strings has them, which makes a table of all million of them: half a
 * second in each spec file. The way back is for fast-check's own list of dangerous words.
 */
export const ANY_CHARACTER = fc.integer({ min: 0, max: 0x10ffff - SURROGATES }).map(
  (n) => String.fromCodePoint(n < SURROGATES_FROM ? n : n + SURROGATES),
  (character) => {
    const codePoint = typeof character === 'string' ? character.codePointAt(0) : undefined;
    if (codePoint === undefined || character !== String.fromCodePoint(codePoint)) throw new Error('is no character');
    return codePoint < SURROGATES_FROM ? codePoint : codePoint - SURROGATES;
  },
);
