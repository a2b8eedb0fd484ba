import type { Alert } from '../../src/core/model/alert.ts';
import { type Entity, entityKey } from '../../src/core/model/entity.ts';
import type { Finding } from '../../src/core/model/finding.ts';

/** 23 November 2026, 10:00 UTC. */
export const MORNING_MS = Date.UTC(2026, 10, 23, 10);

export function tenant(name: string): Entity {
  return {
    kind: 'tenant',
    key: entityKey('tenant', { tenant: name }),
    identity: { tenant: name },
    labels: { team: name },
  };
}

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    detector: 'cost-spike',
    entity: tenant('acme'),
    severity: 'critical',
    score: 4.21,
    confidence: 0.93,
    summary: 'Tenant acme spends $42.10/h, usually $1.20 to $3.40/h: mostly more requests.',
    actual: { value: 42.1, unit: 'USD/h' },
    expected: { value: 2.1, unit: 'USD/h' },
    lower: 1.2,
    upper: 3.4,
    usdPerHour: 40,
    causes: [
      { cause: 'longer outputs', share: 0.28 },
      { cause: 'more requests', share: 0.72 },
    ],
    evidence: [
      {
        signal: 'requests.rate',
        entity: 'tenant{tenant="acme"}',
        unit: 'requests/s',
        value: 31.7,
        expected: 2,
        lower: 1,
        upper: 4.5,
        score: 3.3,
      },
      {
        signal: 'tokens.outputPerRequest',
        entity: 'model{model="llama-3"}',
        unit: 'tokens/request',
        value: 1834,
        expected: 420,
        lower: 250,
        upper: 700,
        score: 1.8,
      },
    ],
    techniques: [
      { id: 'AML.T0034', name: 'Cost Harvesting' },
      { id: 'LLM10:2025', name: 'Unbounded Consumption' },
    ],
    nextStep: 'Rotate the API key of team acme in LiteLLM, or set a budget on it.',
    doubts: [],
    ...changes,
  };
}

/** A firing alert of tenant acme; `peak` changes go to both findings. */
export function alert(changes: Partial<Alert> = {}): Alert {
  const peak = changes.peak ?? finding();
  return {
    fingerprint: '9f1c2b3a4d5e6f70',
    id: '9f1c2b3a4d5e6f70-mfk2x0w0',
    state: 'firing',
    startsAtMs: MORNING_MS,
    firedAtMs: MORNING_MS + 15_000,
    lastSeenMs: MORNING_MS + 30_000,
    ticksSeen: 3,
    quietTicks: 0,
    peak,
    latest: peak,
    usdTotal: 0.33,
    ...changes,
  };
}

export function resolvedAlert(changes: Partial<Alert> = {}): Alert {
  return alert({ state: 'resolved', endsAtMs: MORNING_MS + 65 * 60_000, usdTotal: 43.21, ...changes });
}
