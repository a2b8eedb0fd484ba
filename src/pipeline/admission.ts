import type { Config } from '../config/config.ts';
import type { Series } from '../core/exposition/page-parser.ts';
import type { Labels } from '../core/model/labels.ts';
import { isWithinLabelLimits } from '../core/relabel/label-limits.ts';
import { type RelabelRule, relabel } from '../core/relabel/relabel.ts';

/** What a target's series go through before anyone sees them; `undefined` drops one. */
export type Admission = (series: Series) => Series | undefined;

/**
 * The `metric_relabel_configs` and label limits of the job that a target belongs to. The rules see what Prometheus' rules see: the name as
 * `__name__`, the series' labels, and the target's where no label of the series stands in their way; the limits see what the rules leave.
 */
export function admissionFor(config: Pick<Config, 'scrapeConfigs'>): (target: Labels) => Admission {
  const jobs = new Map(config.scrapeConfigs.map((job) => [job.jobName, job]));
  return (target) => {
    const job = jobs.get(target['job'] ?? '');
    if (job === undefined) return (series) => series;
    const { metricRelabelConfigs: rules, honorLabels, limits } = job;
    const relabelled: Admission =
      rules.length === 0 ? (series) => series : (series) => admit(series, { target, rules, honorLabels });
    if (limits.labelLimit + limits.labelNameLengthLimit + limits.labelValueLengthLimit === 0) return relabelled;
    return (series) => {
      const admitted = relabelled(series);
      const within = admitted && isWithinLabelLimits(admitted.name, { ...target, ...admitted.labels }, limits);
      return within === true ? admitted : undefined;
    };
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
