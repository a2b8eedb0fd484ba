import { alertJson } from '../../src/api/schemas/alert-schemas.ts';
import type { Alert, Entity, Signal } from '../../src/console/api/types.ts';
import { type EntityKind, entityKey } from '../../src/core/model/entity.ts';
import { alert } from './alerts.ts';

/** An alert as the API answers it. */
export function alertOf(given: Partial<Alert>): Alert {
  const { usdPerHour: _, usdTotal: __, ...plain } = alertJson(alert());
  return { ...plain, ...given };
}

/** An entity as the API answers it. */
export function entityOf(kind: EntityKind, identity: Record<string, string>, labels = identity): Entity {
  return { kind, key: entityKey(kind, identity), name: Object.values(identity).join('/'), identity, labels };
}

/** A live reading as the API answers it. */
export function signalOf(signal: string, entity: Entity | undefined, given: Partial<Signal> = {}): Signal {
  const of = entity ?? entityOf('tenant', { tenant: 'acme' });
  const band = { expected: 1, lower: 0, upper: 2, confidence: 1, ready: true };
  const reading = { value: 1, score: 0, time: '2026-11-18T14:00:00.000Z' };
  return { key: `${signal}|${of.key}`, signal, entity: of, unit: 'count', ...band, ...reading, ...given };
}
