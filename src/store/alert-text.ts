import { AlertJson } from '../core/alerts/alert-json.ts';
import type { Alert } from '../core/model/alert.ts';
import { storableText } from './storable-text.ts';

/**
 * An alert as JSON that PostgreSQL takes (see storableText). JSON has no infinity; the nearest number stands in.
 */
export function alertText(alert: Alert): string {
  return JSON.stringify(alert, (_key, value: unknown) => {
    if (typeof value === 'string') return storableText(value);
    if (typeof value === 'number' && !Number.isFinite(value)) return finite(value);
    return value;
  });
}

/** The alert that was stored; undefined when it is not readable by this version. */
export function alertOf(body: unknown): Alert | undefined {
  const parsed = AlertJson.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.sign(value) * Number.MAX_VALUE;
}
