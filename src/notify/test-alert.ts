import { alertId, fingerprint } from '../core/alerts/fingerprint.ts';
import { TEST_DETECTOR } from '../core/alerts/runbook.ts';
import type { Alert } from '../core/model/alert.ts';
import { type Entity, entityKey } from '../core/model/entity.ts';
import type { Finding } from '../core/model/finding.ts';
import type { Notice } from './receiver.ts';

const IDENTITY = { instance: 'gauger' };
const ENTITY: Entity = { kind: 'target', key: entityKey('target', IDENTITY), identity: IDENTITY, labels: IDENTITY };

const FINDING: Finding = {
  detector: TEST_DETECTOR,
  entity: ENTITY,
  severity: 'info',
  score: 1,
  confidence: 1,
  summary: 'This is a test of the receiver; nothing is wrong.',
  actual: { value: 1, unit: 'count' },
  expected: { value: 0, unit: 'count' },
  lower: 0,
  upper: 0,
  causes: [],
  evidence: [],
  techniques: [],
  nextStep: 'Nothing: it is over already.',
  doubts: ['It is a test.'],
};

/** An alert that begins and ends at once, so that nothing stays open on the other side. */
export function testNotices(receiver: string, timeMs: number): readonly [Notice, Notice] {
  const print = fingerprint(FINDING.detector, `${receiver} ${ENTITY.key}`);
  const firing: Alert = {
    fingerprint: print,
    id: alertId(print, timeMs),
    state: 'firing',
    startsAtMs: timeMs,
    firedAtMs: timeMs,
    lastSeenMs: timeMs,
    ticksSeen: 1,
    quietTicks: 0,
    peak: FINDING,
    latest: FINDING,
  };
  const resolved: Alert = { ...firing, state: 'resolved', endsAtMs: timeMs, quietTicks: 1 };
  const notice = (state: 'firing' | 'resolved', alert: Alert): Notice => {
    return { messages: [{ receiver, alertId: alert.id, state, alert }] };
  };
  return [notice('firing', firing), notice('resolved', resolved)];
}
