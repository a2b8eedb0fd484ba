import { entityKey } from '../../src/core/model/entity.ts';
import type { Finding } from '../../src/core/model/finding.ts';

/** A finding about a tenant, plausible in every field; name only what a spec is about. */
export function finding(change: Partial<Finding> & { readonly tenant?: string } = {}): Finding {
  const { tenant = 'acme', ...fields } = change;
  const identity = { tenant };
  const base: Finding = {
    detector: 'cost-spike',
    entity: {
      kind: 'tenant',
      key: entityKey('tenant', identity),
      identity,
      labels: { team: `t-${tenant}`, team_alias: tenant },
    },
    severity: 'warning',
    score: 2,
    confidence: 0.9,
    summary: `Tenant ${tenant} spends $41.20/h, usually $2.10 to $3.40/h, because of more requests.`,
    actual: { value: 41.2, unit: 'USD/h' },
    expected: { value: 2.75, unit: 'USD/h' },
    lower: 2.1,
    upper: 3.4,
    causes: [{ cause: 'more requests', share: 1 }],
    evidence: [
      {
        signal: 'cost.rate',
        entity: entityKey('tenant', identity),
        unit: 'USD/h',
        value: 41.2,
        expected: 2.75,
        lower: 2.1,
        upper: 3.4,
        score: 2,
      },
    ],
    techniques: [{ id: 'AML.T0034.000', name: 'Excessive Queries' }],
    nextStep: `Ask ${tenant} whether this is planned.`,
    doubts: [],
  };
  return { ...base, ...fields };
}
