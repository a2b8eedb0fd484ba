import fc from 'fast-check';
import { indexedText } from './indexed-text.ts';

it('leaves a text of usual length alone', () => {
  expect(indexedText('tenant{tenant="acme"}')).toBe('tenant{tenant="acme"}');
  expect(indexedText('x'.repeat(1000))).toBe('x'.repeat(1000));
});

it('bounds every text, and keeps different ones different', () => {
  const long = fc.string({ unit: 'grapheme', minLength: 1000, maxLength: 3000 });
  fc.assert(
    fc.property(long, (text) => {
      expect(Buffer.byteLength(indexedText(text))).toBeLessThanOrEqual(1000);
      expect(indexedText(`${text}a`)).not.toBe(indexedText(`${text}b`));
      expect(indexedText(text)).toBe(indexedText(text));
    }),
  );
});
