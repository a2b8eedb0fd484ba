import { z } from 'zod';
import { DEFAULT_STORM_POLICY } from '../core/alerts/storm-breaker.ts';
import { DEFAULT_BASELINE_OPTIONS } from '../core/baselines/options.ts';
import { duration, durationOrZero, section, timeZone } from './fields.ts';

/** Label names that tell who a request was for, best first (LiteLLM's are the first; see the exporters' catalogue). */
export const TENANT_LABELS = ['team_alias', 'team', 'org_id', 'api_key_alias', 'hashed_api_key', 'user', 'end_user'];

/** `budget`: how often a person may be disturbed. */
export const budgetSection = section({
  per_day: z.number().positive().optional(),
  perDay: z.number().positive().optional().describe('another spelling of per_day'),
  pages_per_day: z.number().positive().optional(),
})
  .prefault({})
  .transform((given, context) => {
    const perDay = given.per_day ?? given.perDay ?? 5;
    const pagesPerDay = given.pages_per_day ?? perDay / 10;
    if (pagesPerDay > perDay) {
      const message = `${pagesPerDay} is more than per_day, ${perDay}: pages are some of the alerts`;
      context.addIssue({ code: 'custom', path: ['pages_per_day'], message });
    }
    return {
      /** Alerts a day from a clean cluster, at most about this many whatever its size. */
      perDay,
      /** Those of them that may be critical. */
      pagesPerDay,
    };
  });

/** `baselines`: how the usual is learned. */
export const baselinesSection = section({
  warm_up: duration.prefault('30m'),
  warm_up_samples: z.number().int().min(1).default(30),
  adopt_after: duration.prefault('2h'),
  signal_budget_per_day: z.number().positive().default(DEFAULT_BASELINE_OPTIONS.signalBudgetPerDay),
  time_zone: timeZone.default('UTC'),
})
  .prefault({})
  .transform((given) => ({
    warmUpMs: given.warm_up,
    warmUpSamples: given.warm_up_samples,
    /** A shift that has stayed for this long is the new normal. */
    adoptAfterMs: given.adopt_after,
    signalBudgetPerDay: given.signal_budget_per_day,
    /** IANA name: whose working hours the time-of-week profile follows. */
    timeZone: given.time_zone,
  }));

/** `alerts`: how long a finding must stand before it is told, and be gone before it is over. */
export function alertsSection(evaluationIntervalMs: number) {
  const ticks = (spanMs: number) => Math.max(1, Math.ceil(spanMs / evaluationIntervalMs));
  return section({
    for: durationOrZero.prefault('15s'),
    resolve_after: duration.prefault('5m'),
    storm: z.number().int().min(1).default(DEFAULT_STORM_POLICY.alertMaximum),
  })
    .prefault({})
    .transform((given) => ({
      forMs: given.for,
      /** Evaluations at which a finding must stand, as Prometheus counts: the first one, and those until `for` has passed. */
      forTicks: given.for === 0 ? 1 : ticks(given.for) + 1,
      resolveAfterMs: given.resolve_after,
      /** `resolve_after` in evaluations, at least one. */
      resolveAfterTicks: ticks(given.resolve_after),
      /** Alerts that begin within ten minutes and are told one by one; further ones go into a digest. */
      storm: given.storm,
    }));
}
