import type { Ingress, Route } from './ingress.ts';
import { goCount, goFloat, goRound } from './number-style.ts';
import { PageTemplate } from './page-template.ts';

/** The metrics page of Traefik v3 with service labels, in the Go client's number style. */
export function traefikPage(ingress: Ingress): PageTemplate {
  const page = new PageTemplate();
  const counter = (name: string, help: string, channel: (route: Route) => number) => {
    page.family(name, 'counter', help);
    for (const route of ingress.routes) page.sample(name, route.labels, channel(route), goCount);
  };
  counter('traefik_service_requests_total', 'Requests handled by a service.', (route) => route.requests);
  counter('traefik_service_requests_bytes_total', 'Bytes of requests to a service.', (route) => route.requestBytes);
  counter('traefik_service_responses_bytes_total', 'Bytes of responses of a service.', (route) => route.responseBytes);
  for (const [i, route] of ingress.routes.entries()) {
    const name = 'traefik_service_request_duration_seconds';
    const help = i === 0 ? 'Seconds a service took to answer.' : undefined;
    route.duration.render(page, { name, help, labels: route.labels }, { count: goCount, sum: goFloat });
  }
  const connections = 'traefik_open_connections';
  return page
    .family(connections, 'gauge', 'Open connections by entry point.')
    .sample(connections, { entrypoint: 'websecure', protocol: 'TCP' }, ingress.channels.openConnections, goRound)
    .family('traefik_config_reloads_total', 'counter', 'Reloads of the configuration.')
    .constant('traefik_config_reloads_total', {}, '7')
    .family('process_start_time_seconds', 'gauge', 'When the process started, in Unix seconds.')
    .sample('process_start_time_seconds', {}, ingress.channels.startSeconds, goFloat);
}
