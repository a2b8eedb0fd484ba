import { checkSilence } from './check-silence.ts';
import { parseMatcher } from './matchers.ts';

function checked(texts: readonly string[], startsAtMs = 0, endsAtMs = 2000): () => void {
  const matchers = texts.flatMap((text) => parseMatcher(text) ?? []);
  return () => checkSilence({ matchers, startsAtMs, endsAtMs }, 1000);
}

it('takes one that silences something for some time', () => {
  expect(checked(['alertname="cost-spike"'])).not.toThrow();
  expect(checked(['alertname="cost-spike"', 'team!="a"'])).not.toThrow();
});

it.each([
  ['no matcher', [], 0, 2000, 'give at least one'],
  ['matchers that all meet nothing', ['a=""', 'b=~".*"'], 0, 2000, 'everything would be silent'],
  ['an end before the start', ['a="b"'], 3000, 2000, 'endsAt must be later'],
  ['an end in the past', ['a="b"'], 0, 1000, 'in the past'],
])('refuses %s', (_, texts, startsAtMs, endsAtMs, reason) => {
  expect(checked(texts, startsAtMs, endsAtMs)).toThrow(reason);
});

it('refuses an expression that cannot be read', () => {
  const matchers = [{ name: 'a', value: '(', isRegex: true, isEqual: true }];
  expect(() => checkSilence({ matchers, startsAtMs: 0, endsAtMs: 9 }, 1)).toThrow('regular expression');
});
