import { AlertJson } from '../core/alerts/alert-json.ts';
import type { Alert } from '../core/model/alert.ts';

/**
 * An alert as JSON that PostgreSQL takes. Its `jsonb` refuses the character NUL and halves of surrogate pairs, which an exporter
 * may put into a label: one such name must not keep an alert from being stored. JSON has no infinity; the nearest number stands in.
 */
export function alertText(alert: Alert): string {
  return JSON.stringify(alert, (_key, value: unknown) => {
    if (typeof value === 'string') return storable(value);
    if (typeof value === 'number' && !Number.isFinite(value)) return finite(value);
    return value;
  });
}

/** The text with the replacement character in place of what PostgreSQL's text cannot hold. */
export function storable(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}

/** The alert that was stored; undefined when it is not readable by this version. */
export function alertOf(body: unknown): Alert | undefined {
  const parsed = AlertJson.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.sign(value) * Number.MAX_VALUE;
}
