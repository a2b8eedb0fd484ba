import { z } from 'zod';
import { AcknowledgementJson, AlertJson, JudgementJson } from '../core/alerts/alert-json.ts';
import type { Alert } from '../core/model/alert.ts';
import { storableText } from './storable-text.ts';

/** What people and the pipeline did to an alert, as its columns keep it. */
export interface AlertMarks {
  readonly acknowledged: unknown;
  readonly verdict: unknown;
  readonly silencedBy: unknown;
  readonly incidentId: string | null;
}

/**
 * An alert as JSON that PostgreSQL takes (see storableText). JSON has no infinity; the nearest number stands in.
 */
export function alertText(alert: Alert): string {
  return jsonText(alert);
}

/** The same without what columns of its own keep. */
export function bodyText({ acknowledged, verdict, silencedBy, incidentId, ...body }: Alert): string {
  return jsonText(body);
}

/** Any value of ours as JSON that PostgreSQL takes. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return storableText(part);
    if (typeof part === 'number' && !Number.isFinite(part)) return finite(part);
    return part;
  });
}

/** The alert that was stored; undefined when it is not readable by this version. */
export function alertOf(body: unknown): Alert | undefined {
  const parsed = AlertJson.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

/** The alert with what columns of its own keep of it; a mark that is not readable by this version is left out. */
export function markedAlertOf(row: { readonly body: unknown } & AlertMarks): Alert | undefined {
  const alert = alertOf(row.body);
  if (alert === undefined) return undefined;
  const { acknowledged, verdict, silencedBy } = AlertMarksJson.parse(row);
  return {
    ...alert,
    ...(acknowledged === undefined ? {} : { acknowledged }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(silencedBy === undefined ? {} : { silencedBy }),
    ...(row.incidentId === null ? {} : { incidentId: row.incidentId }),
  };
}

const AlertMarksJson = z.object({
  acknowledged: AcknowledgementJson.optional().catch(undefined),
  verdict: JudgementJson.optional().catch(undefined),
  silencedBy: z.array(z.string()).min(1).optional().catch(undefined),
});

function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.sign(value) * Number.MAX_VALUE;
}
