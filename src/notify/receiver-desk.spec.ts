import { MORNING_MS } from '../../test/fakes/alerts.ts';
import { ManualClock } from '../../test/fakes/manual-clock.ts';
import { MemoryAuditLog } from '../../test/fakes/memory-ports.ts';
import type { OutboxRecord } from '../store/outbox-report.ts';
import type { Destination } from './destinations.ts';
import type { Delivery, Notice } from './receiver.ts';
import { ReceiverDesk } from './receiver-desk.ts';

const BY = { name: 'ann', role: 'operator' } as const;

function setUp(answer: Delivery, records: readonly OutboxRecord[] = []) {
  const delivered: Notice[] = [];
  const audit = new MemoryAuditLog();
  const destination: Destination = {
    kind: 'webhook',
    hearing: { receiver: 'hook', minSeverity: 'info', sendResolved: true },
    receiver: {
      name: 'hook',
      batchMaximum: 1,
      paceMs: 100,
      deliver: async (notice) => {
        delivered.push(notice);
        return answer;
      },
      close: async () => {},
    },
  };
  let woken = 0;
  const desk = new ReceiverDesk({
    destinations: [destination],
    report: { records: async () => [...records], retry: async () => 3 },
    audit,
    clock: new ManualClock(MORNING_MS),
    wake: () => woken++,
  });
  return { desk, delivered, audit, woken: () => woken };
}

const RECORD = { receiver: 'hook', waiting: 1, parked: 2 };
const FAILURE = { atMs: MORNING_MS, reason: 'http_500' };

it.each<[string, OutboxRecord[], string]>([
  ['nothing', [], 'unused'],
  ['a success', [{ ...RECORD, lastSentMs: MORNING_MS }], 'healthy'],
  ['a failure', [{ ...RECORD, lastFailure: FAILURE }], 'failing'],
  ['a failure after a success', [{ ...RECORD, lastFailure: FAILURE, lastSentMs: MORNING_MS - 1 }], 'failing'],
  ['a success after a failure', [{ ...RECORD, lastFailure: FAILURE, lastSentMs: MORNING_MS }], 'healthy'],
])('after %s', async (_, records, state) => {
  const [status] = await setUp({ outcome: 'sent' }, records).desk.list();
  expect(status).toEqual({
    name: 'hook',
    kind: 'webhook',
    paceMs: 100,
    state,
    waiting: 0,
    parked: 0,
    ...withoutReceiver(records[0]),
  });
});

function withoutReceiver(record: OutboxRecord | undefined) {
  const { receiver: _, ...rest } = record ?? RECORD;
  return record === undefined ? {} : rest;
}

it('sends a test that leaves nothing open, and writes down who asked', async () => {
  const { desk, delivered, audit } = setUp({ outcome: 'sent' });
  expect(await desk.test('hook', BY)).toEqual({ outcome: 'sent', durationMs: 0 });
  expect(delivered.map(({ messages: [{ state, alert }] }) => `${state} ${alert.state}`)).toEqual([
    'firing firing',
    'resolved resolved',
  ]);
  expect(new Set(delivered.map(({ messages: [{ alert }] }) => alert.fingerprint)).size).toBe(1);
  expect(audit.records).toMatchObject([{ actor: 'ann', action: 'receiver.test', subject: 'hook' }]);
});

it('tells why a test did not arrive', async () => {
  const { desk, delivered } = setUp({ outcome: 'rejected', reason: 'http_404' });
  expect(await desk.test('hook', BY)).toEqual({ outcome: 'rejected', reason: 'http_404', durationMs: 0 });
  expect(delivered).toHaveLength(1);
  expect(await desk.test('nowhere', BY)).toBeUndefined();
});

it('sends parked messages again at once', async () => {
  const { desk, audit, woken } = setUp({ outcome: 'sent' });
  expect(await desk.retry('hook', BY)).toBe(3);
  expect(woken()).toBe(1);
  expect(audit.records).toMatchObject([{ action: 'receiver.retry', details: { messages: 3 } }]);
  expect(await desk.retry('nowhere', BY)).toBeUndefined();
});
