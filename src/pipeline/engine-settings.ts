import type { Config } from '../config/config.ts';
import { DEFAULT_ALERT_POLICY } from '../core/alerts/alert-book.ts';
import { utcOffset } from '../core/alerts/utc-offset.ts';
import { DETECTORS } from '../core/detectors/registry.ts';
import type { EngineSettings } from '../core/engine.ts';
import { CATALOGUE } from '../core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../core/signals/definitions.ts';
import { userSignal } from '../core/signals/user-signals.ts';
import { intakeFor } from './admission.ts';

/** A series that was not seen for this long is gone; Prometheus' look-back. */
const STALENESS_MS = 300_000;

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
    },
    baselines: {
      warmUpMs: config.baselines.warmUpMs,
      warmUpSamples: config.baselines.warmUpSamples,
      budgetPerDay: config.budget.perDay,
      signalBudgetPerDay: config.baselines.signalBudgetPerDay,
      adoptAfterMs: config.baselines.adoptAfterMs,
      utcOffsetMs: utcOffset(config.baselines.timeZone),
    },
    detectors: DETECTORS.flatMap((detector) => {
      const { enabled, settings } = config.detectors[detector.id] ?? { enabled: true, settings: undefined };
      return enabled ? [{ detector, settings: settings ?? detector.settings.parse({}) }] : [];
    }),
    alerts: { ...DEFAULT_ALERT_POLICY, forTicks, withinTicks: forTicks + 1, resolveAfterTicks },
    limits: { series: config.limits.series, seriesPerTarget: config.limits.seriesPerTarget },
    intake: intakeFor(config),
    historySignals: config.limits.historySignals,
  };
}
