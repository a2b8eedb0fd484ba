import type { Exporter, Feed } from '../exporter.ts';

function reads(measure: string, verb: string): Feed {
  return { measure, entity: 'secretMount', where: { resource: 'secrets', verb } };
}

/** The Kubernetes API's own secrets: no label says who read them, the audit log does. A WATCH is counted at its end. */
export const KUBE_APISERVER: Exporter = {
  id: 'kube-apiserver',
  title: 'Kubernetes API server',
  marks: ['apiserver_'],
  entities: [{ kind: 'secretMount', identity: { mount: ['resource'] }, labels: ['job'] }],
  metrics: [
    {
      names: ['apiserver_request_total'],
      treatAs: 'counter',
      feeds: [
        reads('secrets.reads', 'GET'),
        reads('secrets.lists', 'LIST|WATCH'),
        reads('secrets.writes', 'POST|PUT|PATCH|APPLY|DELETE|DELETECOLLECTION'),
      ],
    },
  ],
};
