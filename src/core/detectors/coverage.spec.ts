import type { EntityKind } from '../model/entity.ts';
import { coverage, type SignalPresence } from './coverage.ts';
import { DETECTORS } from './registry.ts';

const ABSENT: SignalPresence = { entities: 0, ready: 0 };
const ARMED: SignalPresence = { entities: 3, ready: 3 };
const outputs = DETECTORS.filter(({ id }) => id === 'output-exfiltration');

const of = (presence: (signal: string, kind: EntityKind) => SignalPresence) => coverage(outputs, presence)[0];

test('without anything every detector is blind and names what is missing', () => {
  expect(coverage(DETECTORS, () => ABSENT).map(({ detector, state }) => [detector, state])).toEqual(
    DETECTORS.map(({ id }) => [id, 'blind']),
  );
  expect(of(() => ABSENT)?.kinds[0]).toEqual({
    kind: 'tenant',
    state: 'blind',
    missing: ['tokens.outputPerRequest', 'tokens.output'],
  });
});

test('one kind of entity is enough to be armed; the other says what it misses', () => {
  const half = of((_, kind) => (kind === 'tenant' ? ARMED : ABSENT));
  expect(half?.state).toBe('armed');
  expect(half?.kinds).toEqual([
    { kind: 'tenant', state: 'armed', missing: [] },
    { kind: 'service', state: 'blind', missing: ['bytes.responsePerRequest', 'bytes.response'] },
  ]);
});

test('warming tells when the last baseline is ready, if that is known for all', () => {
  const warming = (readyAtMs: Record<string, number>) =>
    of((signal, kind) => {
      const at = readyAtMs[signal];
      return kind === 'tenant' ? { entities: 1, ready: 0, ...(at === undefined ? {} : { readyAtMs: at }) } : ABSENT;
    });
  expect(warming({ 'tokens.outputPerRequest': 60, 'tokens.output': 90 })).toMatchObject({
    state: 'warming',
    kinds: [{ kind: 'tenant', state: 'warming', readyAtMs: 90 }, {}],
  });
  expect(warming({ 'tokens.output': 90 })?.kinds[0]).toEqual({ kind: 'tenant', state: 'warming', missing: [] });
});
