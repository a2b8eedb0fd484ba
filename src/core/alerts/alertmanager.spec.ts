import { finding } from '../../../test/fakes/finding.ts';
import type { Alert } from '../model/alert.ts';
import { entityKey } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import { AlertBook, DEFAULT_ALERT_POLICY } from './alert-book.ts';
import { AlertJson } from './alert-json.ts';
import { alertLabels, toAlertmanager } from './alertmanager.ts';

const START_MS = Date.UTC(2026, 10, 23, 3, 0, 0);

function firing(change: Partial<Finding> = {}): Alert {
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, resolveAfterTicks: 1 });
  const base = { usdPerHour: 38.45, ...change };
  book.advance([finding(base)], START_MS);
  const [fired] = book.advance([finding({ ...base, score: 1.5 })], START_MS + 15_000);
  if (fired === undefined) throw new Error('did not fire');
  return fired.alert;
}

test('a firing alert in the form Alertmanager takes', () => {
  expect(toAlertmanager(firing(), { externalUrl: 'http://gauger.example', goodUntilMs: START_MS + 60_000 })).toEqual({
    labels: { alertname: 'cost-spike', severity: 'warning', team: 't-acme', team_alias: 'acme', tenant: 'acme' },
    annotations: expect.objectContaining({
      summary: 'Tenant acme spends $41.20/h, usually $2.10 to $3.40/h, because of more requests.',
      actual: '41.2',
      expected: '2.75',
      unit: 'USD/h',
      score: '2',
      usd_per_hour: '38.45',
      usd_total: '0.160208',
      causes: 'more requests 100 %',
      techniques: 'AML.T0034.000 Excessive Queries',
      next_step: 'Ask acme whether this is planned.',
      first_seen: '2026-11-23T03:00:00.000Z',
    }),
    startsAt: '2026-11-23T03:00:15.000Z',
    endsAt: '2026-11-23T03:01:00.000Z',
    generatorURL: expect.stringMatching(/^http:\/\/gauger\.example\/#\/alerts\/[0-9a-f]{16}-[0-9a-z]+$/),
  });
});

test('every value is a string, a resolved alert has its own end, a firing one none of its own', () => {
  const alert = firing();
  const sent = toAlertmanager({ ...alert, state: 'resolved', endsAtMs: START_MS + 90_000 }, { goodUntilMs: 0 });
  expect(sent.endsAt).toBe('2026-11-23T03:01:30.000Z');
  expect(toAlertmanager(alert).endsAt).toBeUndefined();
  for (const value of [...Object.values(sent.labels), ...Object.values(sent.annotations)])
    expect(typeof value).toBe('string');
});

test('labels hold nothing that moves while the alert lives', () => {
  const calm = alertLabels(finding({ score: 1, usdPerHour: 1 }));
  expect(alertLabels(finding({ score: 7, usdPerHour: 90, confidence: 0.1 }))).toEqual(calm);
});

test('labels are valid, sorted, and cannot overwrite the alert’s own', () => {
  const identity = { namespace: 'ai', pod: 'vllm-0' };
  const entity = {
    kind: 'pod' as const,
    key: entityKey('pod', identity),
    identity,
    labels: { ...identity, severity: 'x', __address__: '1', 'bad-name': '1', node: 'n1', empty: '' },
  };
  const labels = alertLabels(
    finding({ detector: 'gpu-memory-contention', entity, labels: { UUID: 'GPU-1', alertname: 'y' } }),
  );
  expect(labels).toEqual({
    alertname: 'gpu-memory-contention',
    severity: 'warning',
    UUID: 'GPU-1',
    namespace: 'ai',
    node: 'n1',
    pod: 'vllm-0',
  });
  expect(Object.keys(labels)).toEqual(['alertname', 'severity', 'UUID', 'namespace', 'node', 'pod']);
});

test('the same alert gives the same bytes, also after a way through JSON', () => {
  const evidence = finding().evidence.map((one) => ({ ...one, name: 'gpu-node-1 GPU 4' }));
  const alert = firing({ labels: { b: '2', a: '1' }, evidence });
  expect(evidence).not.toHaveLength(0);
  const back = AlertJson.parse(JSON.parse(JSON.stringify(alert)));
  expect(back).toEqual(alert);
  expect(JSON.stringify(toAlertmanager(back))).toBe(JSON.stringify(toAlertmanager(alert)));
});

test('JSON that is no alert is refused', () => {
  const alert = firing();
  expect(AlertJson.safeParse({ ...alert, fingerprint: 'x' }).success).toBe(false);
  expect(
    AlertJson.safeParse({ ...alert, peak: { ...alert.peak, actual: { value: 1, unit: 'furlongs' } } }).success,
  ).toBe(false);
});
