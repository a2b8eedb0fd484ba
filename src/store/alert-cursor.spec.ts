import fc from 'fast-check';
import { cursorOf, cursorText } from './alert-cursor.ts';

it('survives the way through a client', () => {
  const cursor = { startsAtMs: 1_790_000_000_000, id: '9f1c2b3a4d5e6f70-mfk2x0w0' };
  expect(cursorOf(cursorText(cursor))).toEqual(cursor);
});

it('takes nothing that it did not write', () => {
  for (const text of [
    '',
    '!',
    'abc',
    cursorText({ startsAtMs: 1, id: "'; DROP TABLE alerts" }),
    cursorText({ startsAtMs: -1, id: 'a' }),
  ]) {
    expect(cursorOf(text)).toBeUndefined();
  }
  fc.assert(fc.property(fc.string(), (text) => cursorOf(text) === undefined || text.length > 4));
});
