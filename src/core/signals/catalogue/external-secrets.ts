import type { Exporter } from '../exporter.ts';
import { share } from './sources.ts';

/** External Secrets Operator: every call to a provider; a counter, whatever its name. */
export const EXTERNAL_SECRETS: Exporter = {
  id: 'external-secrets',
  title: 'External Secrets Operator',
  marks: ['externalsecret_', 'clusterexternalsecret_', 'secretstore_', 'clustersecretstore_', 'pushsecret_'],
  entities: [{ kind: 'secretMount', identity: { mount: ['provider'] }, labels: ['provider', 'job', 'instance'] }],
  metrics: [
    {
      names: ['externalsecret_provider_api_calls_count'],
      treatAs: 'counter',
      feeds: [
        { measure: 'secrets.reads', entity: 'secretMount' },
        ...share('secrets.failed', 'secretMount', { where: { status: 'error' } }),
      ],
    },
  ],
};
