import fc from 'fast-check';
import { ANY_CHARACTER } from '../../test/any-character.ts';
import { MORNING_MS } from '../../test/fakes/alerts.ts';
import { type AuditFacts, type AuditLine, canonicalJson, chained, hashOf, NO_HASH } from './audit-chain.ts';

const FACTS: AuditFacts = {
  atMs: MORNING_MS,
  actor: 'ada',
  action: 'silence.create',
  subject: 's',
  details: { comment: 'load test', until: 1 },
};

it('chains each line to the one before it', () => {
  const first = chained(FACTS, undefined);
  const second = chained(FACTS, first);
  expect([first.seq, first.previous]).toEqual([1, NO_HASH]);
  expect([second.seq, second.previous]).toEqual([2, first.hash]);
  expect(second.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(second.hash).not.toBe(first.hash);
});

it.each<[string, Partial<AuditLine>]>([
  ['its place', { seq: 2 }],
  ['what was before it', { previous: '1'.repeat(64) }],
  ['its time', { atMs: MORNING_MS + 1 }],
  ['who', { actor: 'adb' }],
  ['what', { action: 'silence.expire' }],
  ['to what', { subject: 't' }],
  ['a detail', { details: { ...FACTS.details, until: 2 } }],
  ['one detail fewer', { details: { comment: 'load test' } }],
  ['where one fact ends and the next begins', { actor: 'adas', action: 'ilence.create' }],
])('gives another hash when this is changed: %s', (_, change) => {
  const line = chained(FACTS, undefined);
  expect(hashOf({ ...line, ...change })).not.toBe(line.hash);
});

it('is the same JSON for the same value, whatever the order of its keys, and loses nothing', () => {
  const text = fc.string({ unit: ANY_CHARACTER });
  const key = fc.oneof(fc.string(), fc.nat().map(String));
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('map')),
    list: fc.array(tie('any'), { maxLength: 3 }),
    map: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  })).map;
  fc.assert(
    fc.property(value, (given) => {
      const reversed = Object.fromEntries(Object.entries(given as object).reverse());
      const json = canonicalJson(given);
      expect(canonicalJson(reversed)).toBe(json);
      // NUL cannot be stored: see storableText.
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(given).replaceAll('\\u0000', '\uFFFD')));
    }),
  );
});

it('orders keys as RFC 8785 does, those that look like numbers too', () => {
  expect(canonicalJson({ b: 1, 10: 2, 9: { z: [], a: null } })).toBe('{"10":2,"9":{"a":null,"z":[]},"b":1}');
});
