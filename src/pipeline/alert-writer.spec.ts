import { alert, finding, MORNING_MS, resolvedAlert, tenant } from '../../test/fakes/alerts.ts';
import { ManualClock } from '../../test/fakes/manual-clock.ts';
import { parseMatcher } from '../core/alerts/matchers.ts';
import { compileWindows } from '../core/alerts/silencer.ts';
import { StormBreaker } from '../core/alerts/storm-breaker.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import type { Silence } from '../core/model/silence.ts';
import { Router } from '../notify/routing/router.ts';
import type { OutboxMessage } from '../store/outbox-store.ts';
import { AlertWriter } from './alert-writer.ts';

const ROUTER = new Router([{ receiver: 'on-call', minSeverity: 'info', sendResolved: true }]);

function silence(text: string, minutes: number): Silence {
  const matchers = [parseMatcher(text)].flatMap((matcher) => matcher ?? []);
  const endsAtMs = MORNING_MS + minutes * 60_000;
  return { id: 's1', matchers, startsAtMs: 0, endsAtMs, createdBy: 'ada', comment: 'load test', updatedAtMs: 0 };
}

/** A writer on a store that only takes note. */
function writerOn(silences: Silence[] = [], windows: Parameters<typeof compileWindows>[0] = []) {
  const clock = new ManualClock(MORNING_MS);
  const stored: AlertChange[] = [];
  const told: string[] = [];
  const messages: OutboxMessage[] = [];
  const place = { away: false };
  const apply = async (changes: readonly AlertChange[], given: readonly OutboxMessage[]) => {
    if (place.away) throw new Error('away');
    stored.push(...changes);
    messages.push(...given);
    told.push(...given.map((message) => `${message.state} ${message.alertId.slice(-4)}`));
  };
  const writer = new AlertWriter({
    alerts: { apply },
    silences: { endingAfter: async (timeMs) => silences.filter(({ endsAtMs }) => endsAtMs > timeMs) },
    evidence: { save: async () => {} },
    incidents: { save: async () => {} },
    storms: new StormBreaker(),
    origin: { version: '1', taxonomyVersion: 't', configHash: 'c' },
    windows: compileWindows(windows),
    outbox: { wake: () => {} },
    clock,
    router: ROUTER,
  });
  const last = () => stored.at(-1);
  return { writer, clock, stored, told, messages, place, last, silences };
}

const fired = (of: Alert): AlertChange => ({ change: 'fired', alert: of, timeMs: of.lastSeenMs });

it('stores a silent alert, says why it is silent, and makes no message', async () => {
  const { writer, told, last } = writerOn([silence('tenant="acme"', 5)]);
  await writer.write([fired(alert())]);
  expect(last()?.alert.silencedBy).toEqual(['s1']);
  expect(told).toEqual([]);
});

it('tells of an alert that still fires when its silence ends, once', async () => {
  const { writer, told, clock, last, stored } = writerOn([silence('tenant="acme"', 5)]);
  await writer.write([fired(alert())]);
  await writer.heedSilences();
  expect(stored).toHaveLength(1);
  await clock.pass(5 * 60_000);
  await writer.heedSilences();
  await writer.heedSilences();
  expect(told).toEqual(['firing x0w0']);
  expect(last()).toMatchObject({ change: 'unsilenced', timeMs: MORNING_MS + 300_000 });
  expect(last()?.alert.silencedBy).toBeUndefined();
});

it('says nothing when the alert was over before its silence', async () => {
  const { writer, told, clock } = writerOn([silence('tenant="acme"', 5)]);
  await writer.write([fired(alert())]);
  await writer.write([{ change: 'resolved', alert: resolvedAlert(), timeMs: MORNING_MS }]);
  await clock.pass(10 * 60_000);
  await writer.heedSilences();
  // The store tells the end only to whom it told the beginning.
  expect(told).toEqual(['resolved x0w0']);
});

it('heeds a silence that begins while the alert fires', async () => {
  const { writer, silences, last } = writerOn();
  await writer.write([fired(alert()), fired(alert({ id: 'other', peak: finding({ entity: tenant('other') }) }))]);
  silences.push(silence('tenant="acme"', 5));
  await writer.heedSilences();
  expect(last()).toMatchObject({ change: 'silenced', alert: { id: alert().id, silencedBy: ['s1'] } });
});

it('heeds maintenance windows', async () => {
  const window = {
    name: 'mornings',
    matchers: silence('severity="critical"', 0).matchers,
    timeIntervals: [{ times: [{ first: 600, last: 660 }], location: 'UTC' }],
  };
  const { writer, told, clock, last } = writerOn([], [window]);
  await writer.write([fired(alert())]);
  expect(last()?.alert.silencedBy).toEqual(['maintenance/mornings']);
  await clock.pass(3_600_000);
  await writer.heedSilences();
  expect(told).toEqual(['firing x0w0']);
});

it('takes up the silent alerts of another life', async () => {
  const { writer, told } = writerOn();
  writer.restore([alert({ silencedBy: ['s1'] })]);
  await writer.heedSilences();
  expect(told).toEqual(['firing x0w0']);
});

it('goes on with what people did when the engine writes, until the alert is over', async () => {
  const { writer, last } = writerOn();
  await writer.write([fired(alert())]);
  const acknowledged = { by: 'ada', atMs: MORNING_MS };
  await writer.mark({ change: 'acknowledged', alert: alert({ acknowledged }), timeMs: MORNING_MS, by: 'ada' });
  await writer.write([{ change: 'updated', alert: alert({ ticksSeen: 9 }), timeMs: MORNING_MS }]);
  expect(last()?.alert).toMatchObject({ acknowledged, ticksSeen: 9 });
  await writer.write([{ change: 'resolved', alert: resolvedAlert(), timeMs: MORNING_MS }]);
  expect(last()?.alert.acknowledged).toBeUndefined();
});

it('fails as the store does, and takes the same again', async () => {
  const { writer, told, place } = writerOn();
  place.away = true;
  await expect(writer.write([fired(alert())])).rejects.toThrow('away');
  place.away = false;
  await writer.write([fired(alert())]);
  expect(told).toEqual(['firing x0w0']);
});

it('tells a storm in a digest beyond its budget', async () => {
  const { writer, messages } = writerOn();
  const storm = Array.from({ length: 25 }, (_, n) => fired(alert({ id: `storm-${n}`, fingerprint: `${n}` })));
  await writer.write(storm);
  expect(messages.map(({ plan }) => plan?.group?.key)).toEqual([
    ...Array(20).fill(undefined),
    ...Array(5).fill('digest'),
  ]);
});
