import { parseMatcher } from './matchers.ts';
import { compileWindows, Silencer } from './silencer.ts';

const matchers = (text: string) => [parseMatcher(text)].flatMap((matcher) => matcher ?? []);

function silence(id: string, text: string, startsAtMs = 0, endsAtMs = 2000) {
  return { id, matchers: matchers(text), startsAtMs, endsAtMs, createdBy: 'ada', comment: '', updatedAtMs: 0 };
}

const EVENING = compileWindows([
  {
    name: 'evening',
    matchers: matchers('tenant="acme"'),
    timeIntervals: [{ times: [{ first: 1200, last: 1440 }], location: 'UTC' }],
  },
]);

it('names every silence and window whose time it is and whose matchers are met', () => {
  const silences = [
    silence('b', 'tenant=~"a.*"'),
    silence('a', 'tenant="acme"'),
    silence('other', 'tenant="other"'),
    silence('later', 'tenant="acme"', 1500),
    silence('over', 'tenant="acme"', 0, 1000),
  ];
  const morning = new Silencer(silences, EVENING, 1000);
  expect(morning.silencedBy({ tenant: 'acme' })).toEqual(['a', 'b']);
  expect(morning.silencedBy({ tenant: 'nobody' })).toBeUndefined();
  const evening = new Silencer([], EVENING, Date.UTC(2026, 10, 23, 21));
  expect(evening.silencedBy({ tenant: 'acme' })).toEqual(['maintenance/evening']);
  expect(evening.silencedBy({})).toBeUndefined();
});
