import type { Config } from '../config/config.ts';
import type { ScrapeConfig } from '../config/scrape-section.ts';
import type { Series } from '../core/exposition/page-parser.ts';
import type { TargetParsersOptions } from '../core/exposition/target-parsers.ts';
import type { Labels } from '../core/model/labels.ts';
import { isWithinLabelLimits } from '../core/relabel/label-limits.ts';
import { type RelabelRule, relabel } from '../core/relabel/relabel.ts';

/** What a target's series go through before anyone sees them; `undefined` drops one. */
export type Admission = (series: Series) => Series | undefined;

const admitAll: Admission = (series) => series;

/** What the scrape configuration says of its targets' pages; found by name, whatever relabelling made of the targets' `job`. */
export function intakeFor({ scrapeConfigs }: Pick<Config, 'scrapeConfigs'>): TargetParsersOptions['intake'] {
  const pools = new Map(scrapeConfigs.map((pool) => [pool.jobName, pool]));
  return ({ target, scrapePool = target['job'] ?? '' }) => {
    const pool = pools.get(scrapePool);
    return {
      admit: pool === undefined ? admitAll : admissionOf(pool, target),
      honorTimestamps: pool?.honorTimestamps ?? true,
      samplesMaximum: pool?.limits.sampleLimit ?? 0,
    };
  };
}

/**
 * The `metric_relabel_configs` and label limits of a scrape configuration for one of its targets. The rules see what Prometheus' rules see:
 * the name as `__name__`, the series' labels, and the target's where no label of the series stands in their way; the limits see what the
 * rules leave.
 */
function admissionOf(pool: ScrapeConfig, target: Labels): Admission {
  const { metricRelabelConfigs: rules, honorLabels, limits } = pool;
  const relabelled: Admission =
    rules.length === 0 ? admitAll : (series) => admit(series, { target, rules, honorLabels });
  if (limits.labelLimit + limits.labelNameLengthLimit + limits.labelValueLengthLimit === 0) return relabelled;
  return (series) => {
    const admitted = relabelled(series);
    const within = admitted && isWithinLabelLimits(admitted.name, { ...target, ...admitted.labels }, limits);
    return within === true ? admitted : undefined;
  };
}

interface Scope {
  readonly target: Labels;
  readonly rules: readonly RelabelRule[];
  readonly honorLabels: boolean;
}

function admit(series: Series, { target, rules, honorLabels }: Scope): Series | undefined {
  const full = { ...attached(series.labels, target, honorLabels), __name__: series.name };
  const result = relabel(full, rules);
  if (result === undefined) return undefined;
  const { __name__: name = '', ...labels } = result;
  // The target's own labels stay with the target: a series keeps only what differs from them.
  const own = Object.entries(labels).filter(([label, value]) => target[label] !== value);
  return name === '' ? undefined : { name, labels: Object.fromEntries(own), type: series.type };
}

/** Prometheus' rule for a clash: with `honor_labels` the exporter wins, else its label is renamed to `exported_<name>`. */
function attached(labels: Labels, target: Labels, honorLabels: boolean): Labels {
  if (honorLabels) return { ...target, ...labels };
  const renamed = Object.entries(labels).map(([name, value]) => [name in target ? `exported_${name}` : name, value]);
  return { ...Object.fromEntries(renamed), ...target };
}
