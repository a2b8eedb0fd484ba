import type { Exporter } from '../exporter.ts';
import { counter, mean, share } from './sources.ts';

/** ingress-nginx's controller (retired in March 2026, still everywhere). `bytes_sent` is the deprecated twin of `response_size`. */
export const INGRESS_NGINX: Exporter = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  marks: ['nginx_ingress_controller_'],
  pageLabels: { anchor: 'service', labels: ['service', 'namespace'], always: true },
  entities: [
    {
      kind: 'service',
      identity: { namespace: ['namespace'], service: ['service'] },
      optional: ['namespace'],
      labels: ['ingress'],
    },
  ],
  metrics: [
    {
      names: ['nginx_ingress_controller_requests'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service' },
        ...share('requests.error', 'service', { where: { status: '5..' } }),
        ...share('requests.denied', 'service', { where: { status: '401|403|429' } }),
      ],
    },
    counter(
      ['nginx_ingress_controller_response_size_sum', 'nginx_ingress_controller_bytes_sent_sum'],
      'bytes.response',
      ['service'],
    ),
    ...mean(['nginx_ingress_controller_request_duration_seconds'], 'duration', ['service']),
  ],
};
