import type { Config } from '../config/config.ts';
import type { DetectorConfig } from '../config/detectors-section.ts';
import { DEFAULT_ALERT_POLICY } from '../core/alerts/alert-book.ts';
import { compileMatchers } from '../core/alerts/matchers.ts';
import type { Scope } from '../core/alerts/scope.ts';
import { utcOffset } from '../core/alerts/utc-offset.ts';
import { DETECTORS } from '../core/detectors/registry.ts';
import type { EngineSettings } from '../core/engine.ts';
import { CATALOGUE } from '../core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../core/signals/definitions.ts';
import { userSignal } from '../core/signals/user-signals.ts';
import { intakeFor } from './admission.ts';

/** A series that was not seen for this long is gone; Prometheus' look-back. */
const STALENESS_MS = 300_000;

/** All matchers of a list have to hold; where there are none, all labels meet `only` and none `except`. */
function scopeOf({ shadow, only, except }: DetectorConfig): Scope {
  const isMeant = compileMatchers(only);
  const isLeftOut = compileMatchers(except);
  return { shadow, concerns: (labels) => isMeant(labels) && !(except.length > 0 && isLeftOut(labels)) };
}

/** Everything the engine needs to know, from the configuration. */
export function engineSettings(config: Config): EngineSettings {
  const { forTicks, resolveAfterTicks } = config.alerts;
  const own = config.signals.map(userSignal);
  return {
    evaluationIntervalMs: config.global.evaluationIntervalMs,
    signals: {
      catalogue: [...CATALOGUE, ...own.map(({ exporter }) => exporter)],
      definitions: [...DEFINITIONS, ...own.map(({ definition }) => definition)],
      tenantLabels: config.tenantLabels,
      prices: config.prices,
      stalenessMs: STALENESS_MS,
      signalMaximum: config.limits.signals,
    },
    baselines: {
      warmUpMs: config.baselines.warmUpMs,
      warmUpSamples: config.baselines.warmUpSamples,
      budgetPerDay: config.budget.perDay,
      pageShare: config.budget.pagesPerDay / config.budget.perDay,
      signalBudgetPerDay: config.baselines.signalBudgetPerDay,
      adoptAfterMs: config.baselines.adoptAfterMs,
      utcOffsetMs: utcOffset(config.baselines.timeZone),
    },
    detectors: DETECTORS.flatMap((detector) => {
      const given = config.detectors[detector.id];
      if (given === undefined) return [{ detector, settings: detector.settings.parse({}) }];
      return given.enabled ? [{ detector, settings: given.settings, ...scopeOf(given) }] : [];
    }),
    alerts: { ...DEFAULT_ALERT_POLICY, forTicks, withinTicks: forTicks + 1, resolveAfterTicks },
    limits: { series: config.limits.series, seriesPerTarget: config.limits.seriesPerTarget },
    intake: intakeFor(config),
    historySignals: config.limits.historySignals,
  };
}
