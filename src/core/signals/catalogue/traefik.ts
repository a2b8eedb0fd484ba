import type { Exporter, MetricSource } from '../exporter.ts';

/** Traefik's own API, dashboard and ping are services too; the scrape itself runs through one of them. */
const OWN = { service: '.*@internal' };

function counter(name: string, measure: string): MetricSource {
  return { names: [name], treatAs: 'counter', feeds: [{ measure, entity: 'service', unless: OWN }] };
}

/**
 * Traefik 2 and 3. The same traffic is counted at entrypoint, router and service: only the service level is read, as it is on by
 * default and says who answered. Bytes came with version 3.
 */
export const TRAEFIK: Exporter = {
  id: 'traefik',
  title: 'Traefik',
  marks: ['traefik_'],
  pageLabels: { anchor: 'service', labels: ['service'], always: true },
  entities: [{ kind: 'service', identity: { service: ['service'] }, labels: ['exported_service'] }],
  metrics: [
    {
      names: ['traefik_service_requests_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service', unless: OWN },
        { measure: 'requests.error', entity: 'service', where: { code: '5..' }, unless: OWN },
        { measure: 'requests.error', entity: 'service', scale: 0, unless: { ...OWN, code: '5..' } },
        { measure: 'requests.denied', entity: 'service', where: { code: '401|403|429' }, unless: OWN },
        { measure: 'requests.denied', entity: 'service', scale: 0, unless: { ...OWN, code: '401|403|429' } },
      ],
    },
    counter('traefik_service_responses_bytes_total', 'bytes.response'),
    // Buckets end at 5 s by default, useless for streams of a minute; the mean is exact.
    counter('traefik_service_request_duration_seconds_sum', 'duration.sum'),
    counter('traefik_service_request_duration_seconds_count', 'duration.count'),
  ],
};
