import type { EntityKind } from '../../core/model/entity.ts';

// One path, one request, however many components look at it.

/** Alerts that stand; a cluster with more has one problem, not hundreds. */
export const OPEN_ALERTS = 'alerts?state=firing&state=pending&limit=200';
/** The latest that are over. */
export const RESOLVED_ALERTS = 'alerts?state=resolved&limit=8';
export const DETECTORS = 'detectors';
export const TARGETS = 'targets?limit=500';
export const STATUS = 'status';

/** Pages of 500 GPUs, tenants or targets that the console reads; a larger cluster is looked at in Grafana. */
export const PAGES_MAXIMUM = 4;

/** All readings of one signal of one kind of entity. */
export function readings(signal: string, kind: EntityKind): string {
  return `signals?signal=${signal}&entityKind=${kind}&limit=500`;
}
