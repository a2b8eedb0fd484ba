import type { Labels } from '../../core/model/labels.ts';
import type { ObjectMetadata } from './objects.ts';

/** Labels of a target while they are being gathered; one that is empty or undefined is none. */
export type MetaLabels = Record<string, string | undefined>;

/** What every label of this discovery begins with. */
export const PREFIX = '__meta_kubernetes_';

/** The labels under Prometheus' names: `pod_ip` becomes `__meta_kubernetes_pod_ip`; what is empty is left out. */
export function meta(labels: MetaLabels): Labels {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => (value ? [[`${PREFIX}${name}`, value]] : [])),
  );
}

/** Name, labels and annotations of an object under its role's names, each label with its `present` twin, as Prometheus writes them. */
export function objectMeta(role: string, { name, labels, annotations }: Readonly<ObjectMetadata>): Labels {
  return {
    ...meta({ [`${role}_name`]: name }),
    ...namedMeta(`${role}_label`, labels),
    ...namedMeta(`${role}_annotation`, annotations),
  };
}

/** Labels or annotations under `__meta_kubernetes_<kind>_<name>`, with their `present` twins. */
export function namedMeta(kind: string, given: Readonly<Record<string, string>>): Labels {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const suffix = labelNameOf(name);
    labels[`${PREFIX}${kind}_${suffix}`] = value;
    labels[`${PREFIX}${kind}present_${suffix}`] = 'true';
  }
  return labels;
}

/** What a label name may not have becomes `_`. */
export function labelNameOf(text: string): string {
  return text.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

/** `host:port`, with an IPv6 host in brackets; as Go's `net.JoinHostPort`. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
