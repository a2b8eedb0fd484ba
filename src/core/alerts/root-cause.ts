import type { EntityKind } from '../model/entity.ts';
import type { Incident, IncidentAlert } from '../model/incident.ts';

/** What breaks by itself: whatever else is seen beside it is most likely its doing. */
const HARDWARE_FAULTS: ReadonlySet<string> = new Set(['gpu-fault']);

/** Alerts that begin within this of the first one began together: scrapes of different exporters are that far apart. */
const TOGETHER_MS = 60_000;

/** The way of load through a cluster: somebody asks, a gateway passes it on, a model answers on a pod, a GPU works. */
const UPSTREAM: readonly EntityKind[] = [
  'secretMount',
  'image',
  'tenant',
  'guardrail',
  'service',
  'model',
  'namespace',
  'workload',
  'pod',
  'node',
  'gpu',
  'target',
];

/** The alert that most likely began an incident: a hardware fault, else what began first, and of those the most upstream. */
export function rootCause(alerts: readonly IncidentAlert[]): Incident['rootCause'] | undefined {
  const ordered = [...alerts].sort(earlier);
  const fault = ordered.find(({ detector }) => HARDWARE_FAULTS.has(detector));
  if (fault !== undefined) return { alertId: fault.id, reason: 'hardware_fault' };
  const [first] = ordered;
  if (first === undefined) return undefined;
  const together = ordered.filter(({ startsAtMs }) => startsAtMs - first.startsAtMs <= TOGETHER_MS);
  const [upstream = first] = together.sort((a, b) => place(a) - place(b) || earlier(a, b));
  return { alertId: upstream.id, reason: together.length > 1 ? 'most_upstream' : 'began_first' };
}

/** The order in which alerts began; one order for one set. */
export function earlier(a: IncidentAlert, b: IncidentAlert): number {
  return a.startsAtMs - b.startsAtMs || (a.id < b.id ? -1 : 1);
}

function place({ entityKind }: IncidentAlert): number {
  return UPSTREAM.indexOf(entityKind);
}
