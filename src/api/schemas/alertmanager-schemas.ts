import { z } from 'zod';
import { type AlertmanagerAlert, toAlertmanager } from '../../core/alerts/alertmanager.ts';
import { compileMatchers, parseMatcher } from '../../core/alerts/matchers.ts';
import { WINDOW } from '../../core/alerts/silencer.ts';
import type { Alert } from '../../core/model/alert.ts';
import { Time, time } from './common-schemas.ts';

const MatcherText = z.string().transform((text, context) => {
  const matcher = parseMatcher(text);
  if (matcher === undefined) context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is not a matcher` });
  return matcher ?? z.NEVER;
});
const Matcher = MatcherText.transform((matcher) => compileMatchers([matcher]));

const flag = z.enum(['true', 'false']).default('true');

/** `filter`, which may be given several times. */
const filter = z.union([z.array(Matcher).max(50), Matcher.transform((matcher) => [matcher])]).default([]);

/** The parameters of Alertmanager's `GET /api/v2/silences`. */
export const SilenceQuery = z.strictObject({
  filter: z.union([z.array(MatcherText).max(50), MatcherText.transform((text) => [text])]).default([]),
});
export type SilenceQuery = z.infer<typeof SilenceQuery>;

/** The parameters of Alertmanager's `GET /api/v2/alerts` and `alerts/groups`. Nothing here is inhibited: that flag narrows nothing. */
export const AlertmanagerQuery = z.strictObject({
  filter,
  active: flag,
  silenced: flag,
  inhibited: flag,
  unprocessed: flag,
  muted: flag,
  receiver: z.string().max(200).optional().describe('A regular expression; every alert goes to every receiver here'),
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
      state: z.enum(['active', 'suppressed']),
      silencedBy: z.array(z.string()),
      inhibitedBy: z.array(z.string()),
      mutedBy: z.array(z.string()),
    }),
  })
  .meta({ id: 'GettableAlert' });

/** `alertGroup` of Alertmanager's OpenAPI. */
export const AlertGroup = z
  .object({
    labels: z.record(z.string(), z.string()),
    receiver: z.object({ name: z.string() }),
    alerts: z.array(GettableAlert),
  })
  .meta({ id: 'AlertGroup' });

export function gettableAlert(
  alert: Alert,
  options: {
    readonly goodUntilMs: number;
    readonly externalUrl?: string | undefined;
    readonly runbookUrl?: string | undefined;
    readonly receivers: readonly string[];
  },
): z.infer<typeof GettableAlert> {
  const { externalUrl, runbookUrl, goodUntilMs, receivers } = options;
  const { silencedBy = [] } = alert;
  const isWindow = (id: string) => id.startsWith(WINDOW);
  const told: AlertmanagerAlert = toAlertmanager(alert, {
    goodUntilMs,
    runbookUrl,
    ...(externalUrl === undefined ? {} : { externalUrl }),
  });
  return {
    ...told,
    labels: { ...told.labels },
    annotations: { ...told.annotations },
    fingerprint: alert.fingerprint,
    endsAt: told.endsAt ?? time(goodUntilMs),
    updatedAt: time(alert.lastSeenMs),
    receivers: receivers.map((name) => ({ name })),
    status: {
      state: silencedBy.length === 0 ? 'active' : 'suppressed',
      silencedBy: silencedBy.filter((id) => !isWindow(id)),
      inhibitedBy: [],
      mutedBy: silencedBy.filter(isWindow),
    },
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
