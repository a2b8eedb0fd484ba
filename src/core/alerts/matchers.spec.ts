import fc from 'fast-check';
import { compileMatchers, matcherProblem, matcherText, parseMatcher } from './matchers.ts';

function meets(text: string, labels: Record<string, string>): boolean | undefined {
  const matcher = parseMatcher(text);
  return matcher && compileMatchers([matcher])(labels);
}

it.each([
  ['tenant="acme"', true],
  ['tenant=acme', true],
  [' tenant != "acme" ', false],
  ['tenant=~"ac.*"', true],
  ['tenant=~"ac"', false],
  ['tenant!~"b.*"', true],
  ['missing=""', true],
  ['missing=~".+"', false],
  ['missing!="x"', true],
])('%s of tenant acme is %s', (text, expected) => {
  expect(meets(text, { tenant: 'acme' })).toBe(expected);
});

it.each(['', 'tenant', '="x"', '1a="x"', 'a="x', 'a=~"("', 'a==~"x"b"'])('does not read %j', (text) => {
  expect(parseMatcher(text)).toBeUndefined();
});

it('reads what it writes', () => {
  const matcher = fc.record({
    name: fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,9}$/),
    value: fc.string({ unit: 'grapheme' }),
    isRegex: fc.constant(false),
    isEqual: fc.boolean(),
  });
  fc.assert(fc.property(matcher, (given) => expect(parseMatcher(matcherText(given))).toEqual(given)));
});

it('says what is wrong with an expression, and takes linear time whatever the text', () => {
  expect(matcherProblem({ name: 'a', value: 'x(', isRegex: true, isEqual: true })).toContain('RE2');
  expect(meets('a=~"(x+x+)+y"', { a: 'x'.repeat(5000) })).toBe(false);
});

it('wants all conditions', () => {
  const matchers = ['a="1"', 'b="2"'].flatMap((text) => parseMatcher(text) ?? []);
  expect(compileMatchers(matchers)({ a: '1', b: '2' })).toBe(true);
  expect(compileMatchers(matchers)({ a: '1', b: '3' })).toBe(false);
  expect(compileMatchers([])({})).toBe(true);
});
