import fc from 'fast-check';
import { finding } from '../../../test/fakes/finding.ts';
import type { AlertChange } from '../model/alert.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { AlertBook, type AlertPolicy, DEFAULT_ALERT_POLICY } from './alert-book.ts';

const TICK_MS = 15_000;
const POLICY: AlertPolicy = { ...DEFAULT_ALERT_POLICY, forTicks: 2, withinTicks: 3, resolveAfterTicks: 3 };

/** Plays `1` (the finding stands) and `0` (it does not) and returns the changes as `tick:change`. */
function play(pattern: string, policy: AlertPolicy = POLICY): string[] {
  const book = new AlertBook(policy);
  return [...pattern].flatMap((mark, tick) =>
    book.advance(mark === '1' ? [finding()] : [], tick * TICK_MS).map(({ change }) => `${tick}:${change}`),
  );
}

test('evidence at k of n ticks fires, less is dropped', () => {
  expect(play('0110')).toEqual(['1:pending', '2:fired']);
  expect(play('101')).toEqual(['0:pending', '2:fired']);
  expect(play('1001')).toEqual(['0:pending', '2:dropped', '3:pending']);
  expect(play('1', { ...POLICY, forTicks: 1, withinTicks: 1 })).toEqual(['0:fired']);
});

test('only a run of quiet ticks resolves', () => {
  expect(play('110010000')).toEqual(['0:pending', '1:fired', '7:resolved']);
  expect(play('11000110')).toEqual(['0:pending', '1:fired', '4:resolved', '5:pending', '6:fired']);
});

test('a firing alert is stored again when it gets worse and every few sightings', () => {
  const book = new AlertBook(POLICY);
  const told = (severity: Severity, score: number, tick: number) =>
    book.advance([finding({ severity, score })], tick * TICK_MS).map(({ change }) => change);
  expect(told('warning', 2, 0)).toEqual(['pending']);
  expect(told('warning', 2, 1)).toEqual(['fired']);
  expect(told('warning', 1, 2)).toEqual([]);
  expect(told('warning', 1, 3)).toEqual(['updated']);
  expect(told('critical', 1, 4)).toEqual(['updated']);
  expect(told('warning', 9, 5)).toEqual([]);
  expect(book.open()[0]).toMatchObject({ peak: { severity: 'critical', score: 9 }, latest: { score: 9 } });
});

test('at its worst is where it was furthest from what was expected, with the highest score', () => {
  const book = new AlertBook(POLICY);
  const at = (tick: number, value: number, score: number) =>
    book.advance([finding({ score, actual: { value, unit: 'USD/h' } })], tick * TICK_MS).map(({ change }) => change);
  at(0, 20, 5);
  at(1, 40, 3);
  expect(at(2, 70, 2)).toEqual([]);
  expect(at(3, 30, 1)).toEqual(['updated']);
  expect(book.open()[0]).toMatchObject({ peak: { actual: { value: 70 }, score: 5 }, latest: { score: 1 } });
});

test('what tells another quantity is worse by its score', () => {
  const book = new AlertBook(POLICY);
  book.advance([finding({ score: 2 })], 0);
  book.advance([finding({ score: 3, actual: { value: 9e9, unit: 'bytes' } })], TICK_MS);
  book.advance([finding({ score: 1 })], 2 * TICK_MS);
  expect(book.open()[0]?.peak).toMatchObject({ score: 3, actual: { unit: 'bytes' } });
});

test('money is integrated over event time, holes and quiet ticks are not billed', () => {
  const book = new AlertBook(POLICY);
  const at = (minutes: number, findings: Finding[]) => book.advance(findings, minutes * 60_000);
  const burning = finding({ usdPerHour: 60 });
  at(0, [burning]);
  at(1, [burning]);
  at(3, [burning]);
  expect(book.open()[0]?.usdTotal).toBeCloseTo(3, 9);
  at(4, []);
  at(5, [burning]);
  expect(book.open()[0]?.usdTotal).toBeCloseTo(4, 9);
  at(65, [burning]);
  expect(book.open()[0]?.usdTotal).toBeCloseTo(9, 9);
});

test('an entity named twice at a tick has one alert with the worst finding', () => {
  const book = new AlertBook(POLICY);
  book.advance([finding({ score: 1.5 }), finding({ score: 3 }), finding({ score: 2 })], 0);
  expect(book.open().map(({ peak, ticksSeen }) => [peak.score, ticksSeen])).toEqual([[3, 1]]);
});

test('labels stay as they were told while the alert fires', () => {
  const book = new AlertBook(POLICY);
  const seen = (pod: string, score: number) => finding({ score, labels: { neighbour_pod: pod } });
  book.advance([seen('a', 1)], 0);
  book.advance([seen('b', 2)], TICK_MS);
  book.advance([seen('c', 3)], 2 * TICK_MS);
  expect(book.open()[0]?.peak).toMatchObject({ score: 3, labels: { neighbour_pod: 'b' } });
});

test('the book is bounded and counts what it refuses', () => {
  const book = new AlertBook({ ...POLICY, openMaximum: 2 });
  const changes = book.advance(
    ['a', 'b', 'c', 'd'].map((tenant) => finding({ tenant })),
    0,
  );
  expect([changes.length, book.open().length, book.refused]).toEqual([2, 2, 2]);
});

test('a tick that brings nothing new counts neither for nor against', () => {
  const book = new AlertBook(POLICY);
  const told = (standing: boolean, tick: number, held: boolean) =>
    book.advance(standing ? [finding()] : [], tick * TICK_MS, () => held).map(({ change }) => change);
  expect(told(true, 0, true)).toEqual([]);
  expect(told(true, 1, false)).toEqual(['pending']);
  for (const tick of [2, 3, 4]) expect(told(true, tick, true)).toEqual([]);
  expect(told(true, 5, false)).toEqual(['fired']);
  for (const tick of [6, 7, 8, 9]) expect(told(false, tick, true)).toEqual([]);
  expect([told(false, 10, false), told(false, 11, false), told(false, 12, false)]).toEqual([[], [], ['resolved']]);
});

test('a finding may ask for patience', () => {
  const book = new AlertBook({ ...POLICY, forTicks: 1, withinTicks: 1 });
  const at = (tick: number) => book.advance([finding({ patienceMs: 3 * TICK_MS })], tick * TICK_MS);
  expect([0, 1, 2, 3].flatMap((tick) => at(tick).map(({ change }) => `${tick}:${change}`))).toEqual([
    '0:pending',
    '3:fired',
  ]);
});

test('a resolved alert is not restored', () => {
  const book = new AlertBook({ ...POLICY, resolveAfterTicks: 1 });
  book.advance([finding()], 0);
  book.advance([finding()], TICK_MS);
  const resolved = book.advance([], 2 * TICK_MS).map(({ alert }) => alert);
  const next = new AlertBook(POLICY);
  next.restore(resolved);
  expect(next.open()).toEqual([]);
});

const policies = fc
  .record({
    forTicks: fc.integer({ min: 1, max: 4 }),
    slack: fc.integer({ min: 0, max: 3 }),
    resolveAfterTicks: fc.integer({ min: 1, max: 5 }),
  })
  .map(
    ({ forTicks, slack, resolveAfterTicks }): AlertPolicy => ({
      ...POLICY,
      forTicks,
      withinTicks: forTicks + slack,
      resolveAfterTicks,
    }),
  );
const tick = fc.uniqueArray(
  fc.record({
    tenant: fc.constantFrom('a', 'b', 'c'),
    score: fc.integer({ min: 1, max: 5 }),
    severity: fc.constantFrom<Severity>('warning', 'critical'),
  }),
  { selector: ({ tenant }) => tenant, maxLength: 3 },
);
const stream = fc.array(tick, { maxLength: 60 });

function run(book: AlertBook, ticks: readonly (readonly Partial<Finding>[])[], from = 0): AlertChange[] {
  return ticks.flatMap((findings, index) => book.advance(findings.map(finding), (from + index) * TICK_MS));
}

/** Which change may follow which; `none` is an alert that is not open. */
const FOLLOWS: Record<string, readonly string[]> = {
  none: ['pending', 'fired'],
  pending: ['fired', 'dropped'],
  fired: ['updated', 'resolved'],
  updated: ['updated', 'resolved'],
};

test('property: no alert fires twice without a resolve, and times are in order', () => {
  fc.assert(
    fc.property(policies, stream, (policy, ticks) => {
      const last = new Map<string, string>();
      for (const { change, alert } of run(new AlertBook(policy), ticks)) {
        expect(FOLLOWS[last.get(alert.fingerprint) ?? 'none']).toContain(change);
        if (change === 'resolved' || change === 'dropped') last.delete(alert.fingerprint);
        else last.set(alert.fingerprint, change);
        expect(alert.lastSeenMs).toBeGreaterThanOrEqual(alert.startsAtMs);
        expect(alert.endsAtMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(alert.firedAtMs ?? alert.startsAtMs);
      }
    }),
  );
});

test('property: a restart in the middle, through JSON, changes nothing', () => {
  fc.assert(
    fc.property(policies, stream, fc.nat(60), (policy, ticks, cut) => {
      const at = Math.min(cut, ticks.length);
      const book = new AlertBook(policy);
      run(book, ticks.slice(0, at));
      const restarted = new AlertBook(policy);
      restarted.restore(JSON.parse(JSON.stringify(book.open())));
      expect(run(restarted, ticks.slice(at), at)).toEqual(run(book, ticks.slice(at), at));
    }),
  );
});

test('property: severity and score of the peak never fall within an episode', () => {
  fc.assert(
    fc.property(policies, stream, (policy, ticks) => {
      const worst = new Map<string, number>();
      for (const { alert } of run(new AlertBook(policy), ticks)) {
        const rank = (alert.peak.severity === 'critical' ? 100 : 0) + alert.peak.score;
        expect(rank).toBeGreaterThanOrEqual(worst.get(alert.id) ?? 0);
        worst.set(alert.id, rank);
      }
    }),
  );
});
