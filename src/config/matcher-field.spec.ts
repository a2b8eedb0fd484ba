import fc from 'fast-check';
import { compileMatchers, matcherText } from '../core/alerts/matchers.ts';
import { matchers } from './matcher-field.ts';

const NAME = fc.constantFrom('tenant', 'namespace', 'pod');
const VALUE = fc.string({ unit: 'grapheme', maxLength: 8 });

it('reads what Alertmanager writes, and means the same', () => {
  const given = fc.array(fc.record({ name: NAME, value: VALUE, isRegex: fc.constant(false), isEqual: fc.boolean() }));
  fc.assert(
    fc.property(given, fc.dictionary(NAME, VALUE), (all, labels) => {
      const read = matchers.safeParse(all.map(matcherText));
      const exact = all.filter(({ isEqual }) => isEqual);
      const isContradiction = exact.some((a) => exact.some((b) => a.name === b.name && a.value !== b.value));
      expect(read.success).toBe(!isContradiction);
      if (!read.success) return;
      expect(read.data).toEqual(all);
      const meets = all.every(({ name, value, isEqual }) => ((labels[name] ?? '') === value) === isEqual);
      expect(compileMatchers(read.data)(labels)).toBe(meets);
    }),
  );
});

it('anchors expressions at both ends', () => {
  const meets = compileMatchers(matchers.parse(['namespace=~"ml-.*"', 'pod!~".*-canary"']));
  expect(meets({ namespace: 'ml-prod', pod: 'a-0' })).toBe(true);
  expect(meets({ namespace: 'html-prod', pod: 'a-0' })).toBe(false);
  expect(meets({ namespace: 'ml-prod', pod: 'a-canary' })).toBe(false);
});
