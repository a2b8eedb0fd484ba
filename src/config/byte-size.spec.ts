import { formatByteSize, parseByteSize } from './byte-size.ts';

describe('parseByteSize', () => {
  it.each([
    ['0', 0],
    ['10B', 10],
    ['1KB', 1024],
    ['1KiB', 1024],
    ['50MB', 52_428_800],
    ['1.5GB', 1_610_612_736],
  ])('%s is %d bytes', (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

  it.each(['', '10', '10 MB', '10mb', '-1MB', '1e3B', '9999999PB'])('%j is none', (text) =>
    expect(parseByteSize(text)).toBeUndefined(),
  );
});

describe('formatByteSize', () => {
  it.each([
    [52_428_800, '50MB'],
    [1024, '1KB'],
    [1000, '1000B'],
    [1_610_612_736, '1536MB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatByteSize(bytes)).toBe(text));
});
