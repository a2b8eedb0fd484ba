import { describe, expect, it } from '@jest/globals';
import { unescapeText } from './unescape-text.ts';

describe('unescapeText', () => {
  it('undoes the three escapes and keeps every other backslash', () => {
    expect(unescapeText(String.raw`a\\b\"c\nd\xe\\n`)).toBe('a\\b"c\nd\\xe\\n');
    expect(unescapeText('C:\\Users\\')).toBe('C:\\Users\\');
  });
});
