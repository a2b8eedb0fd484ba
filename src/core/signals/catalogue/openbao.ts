import type { Exporter } from '../exporter.ts';
import { counter } from './sources.ts';

/**
 * OpenBao and Vault. A mount's name is in the metric's name; of summaries only `_count` is read, quantiles are NaN when nobody asks.
 * Needs `disable_hostname = true`, or every name carries the host.
 */
export const OPENBAO: Exporter = {
  id: 'openbao',
  title: 'OpenBao, Vault',
  marks: ['vault_'],
  entities: [
    { kind: 'secretMount', identity: { mount: ['mount'] }, labels: ['job', 'instance', 'cluster'] },
    { kind: 'service', identity: { service: ['job', 'instance'] }, labels: ['job'] },
  ],
  metrics: [
    {
      names: [],
      pattern: 'vault_route_(?<operation>read|list|create|update|delete)_(?<mount>.+?)_*_count',
      treatAs: 'counter',
      feeds: [
        { measure: 'secrets.reads', entity: 'secretMount', where: { operation: 'read' } },
        { measure: 'secrets.lists', entity: 'secretMount', where: { operation: 'list' } },
        { measure: 'secrets.writes', entity: 'secretMount', where: { operation: 'create|update|delete' } },
      ],
    },
    counter(['vault_core_handle_request_count'], 'requests', ['service']),
    counter(['vault_core_handle_login_request_count'], 'logins', ['service']),
  ],
};
