import { z } from 'zod';
import { type AlertmanagerAlert, toAlertmanager } from '../../core/alerts/alertmanager.ts';
import { compileMatchers, parseMatcher } from '../../core/alerts/matchers.ts';
import type { Alert } from '../../core/model/alert.ts';
import { Time, time } from './common-schemas.ts';

const Matcher = z.string().transform((text, context) => {
  const matcher = parseMatcher(text);
  if (matcher === undefined) context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is not a matcher` });
  return matcher === undefined ? z.NEVER : compileMatchers([matcher]);
});

const flag = z.enum(['true', 'false']).default('true');

/** The parameters of Alertmanager's `GET /api/v2/alerts`. Nothing here is silenced or inhibited yet: those flags narrow nothing. */
export const AlertmanagerQuery = z.strictObject({
  filter: z.union([z.array(Matcher), Matcher.transform((matcher) => [matcher])]).default([]),
  active: flag,
  silenced: flag,
  inhibited: flag,
  unprocessed: flag,
  receiver: z.string().optional(),
});
export type AlertmanagerQuery = z.infer<typeof AlertmanagerQuery>;

/** `gettableAlert` of Alertmanager's OpenAPI. */
export const GettableAlert = z
  .object({
    fingerprint: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: Time,
    endsAt: Time,
    updatedAt: Time,
    generatorURL: z.string().optional(),
    receivers: z.array(z.object({ name: z.string() })),
    status: z.object({
      state: z.enum(['active']),
      silencedBy: z.array(z.string()),
      inhibitedBy: z.array(z.string()),
      mutedBy: z.array(z.string()),
    }),
  })
  .meta({ id: 'GettableAlert' });

export function gettableAlert(
  alert: Alert,
  options: { readonly goodUntilMs: number; readonly externalUrl?: string | undefined },
): z.infer<typeof GettableAlert> {
  const { externalUrl, goodUntilMs } = options;
  const told: AlertmanagerAlert = toAlertmanager(alert, {
    goodUntilMs,
    ...(externalUrl === undefined ? {} : { externalUrl }),
  });
  return {
    ...told,
    labels: { ...told.labels },
    annotations: { ...told.annotations },
    fingerprint: alert.fingerprint,
    endsAt: told.endsAt ?? time(goodUntilMs),
    updatedAt: time(alert.lastSeenMs),
    receivers: [],
    status: { state: 'active', silencedBy: [], inhibitedBy: [], mutedBy: [] },
  };
}

/** `alertmanagerStatus` of Alertmanager's OpenAPI. */
export const AlertmanagerStatus = z
  .object({
    cluster: z.object({ status: z.enum(['disabled']), peers: z.array(z.never()) }),
    config: z.object({ original: z.string() }),
    uptime: Time,
    versionInfo: z.object({
      version: z.string(),
      branch: z.string(),
      buildDate: z.string(),
      buildUser: z.string(),
      goVersion: z.string(),
      revision: z.string(),
    }),
  })
  .meta({ id: 'AlertmanagerStatus' });
