// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of relabelling look like JavaScript's
import { compilePattern } from './pattern.ts';

describe('compilePattern', () => {
  it.each([
    ['a.c', 'abc', true],
    ['a.c', 'xabc', false],
    ['a|bc', 'abc', false],
    ['.*', 'a\nb', false],
    ['(?s).*', 'a\nb', true],
    ['', '', true],
    ['', 'a', false],
    ['(?i)h100', 'H100', true],
    ['\\p{Greek}+', 'λογος', true],
  ])('%s against %j: %s', (source, text, matches) => expect(compilePattern(source).matches(text)).toBe(matches));

  it.each([
    ['(.*)-(\\d+)', 'pod-12', '$2:$1', '12:pod'],
    ['(?P<name>.*)-(\\d+)', 'pod-12', '${name}', 'pod'],
    ['(a)(x)?', 'a', '[$2]', '[]'],
    ['(a)', 'a', '$1x', ''],
    ['(a)', 'a', '${1}x', 'ax'],
    ['(a)', 'a', '$$1 $ ${} $01 $9', '$1 $ ${}  '],
    ['a', 'b', '$0', undefined],
    ['a(b)', 'ab', '$0', 'ab'],
  ])('%s over %s fills %s', (source, text, template, filled) =>
    expect(compilePattern(source).expand(text, template)).toBe(filled),
  );

  it('takes linear time where backtracking would not end', () => {
    expect(compilePattern('(a*)*b').matches('a'.repeat(20_000))).toBe(false);
  });

  it.each(['(?=x)', '(a)\\1', '(', '[z-a]'])('refuses %s', (source) => expect(() => compilePattern(source)).toThrow());
});
