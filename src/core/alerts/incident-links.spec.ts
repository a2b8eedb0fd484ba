import { alert, finding, tenant } from '../../../test/fakes/alerts.ts';
import { incidentLinks } from './incident-links.ts';

it('ties an alert to its entity, its evidence and what is near, not to crossings of many', () => {
  const one = alert({ peak: finding({ evidence: finding().evidence.slice(1) }) });
  const models = Array.from({ length: 5 }, (_, n) => ({
    ...tenant(`m${n}`),
    kind: 'model' as const,
    key: `model-${n}`,
  }));
  const pod = { ...tenant('p'), kind: 'pod' as const, key: 'pod-0' };
  const related = (_: unknown, kind: string) => (kind === 'model' ? models : kind === 'pod' ? [pod] : []);
  expect(incidentLinks(one, related)).toEqual(['tenant{tenant="acme"}', 'model{model="llama-3"}', 'pod-0']);
});
