import type { Exporter } from '../exporter.ts';
import { counter } from './sources.ts';

/**
 * HAProxy's built-in exporter. Frontends only: backends and servers count the same bytes again. `max_*` are high watermarks, and some
 * values are NaN.
 */
export const HAPROXY: Exporter = {
  id: 'haproxy',
  title: 'HAProxy',
  marks: ['haproxy_'],
  entities: [{ kind: 'service', identity: { service: ['proxy'] }, labels: ['proxy'] }],
  metrics: [
    counter(['haproxy_frontend_http_requests_total'], 'requests', ['service']),
    counter(['haproxy_frontend_http_responses_total'], 'requests.error', ['service'], { where: { code: '5xx' } }),
    counter(['haproxy_frontend_requests_denied_total'], 'requests.denied', ['service']),
    counter(['haproxy_frontend_bytes_out_total'], 'bytes.response', ['service']),
  ],
};
