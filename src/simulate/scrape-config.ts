import type { Labels } from '../core/model/labels.ts';
import type { RunningExporter } from './exporters.ts';

/** An entry of `scrape_configs` in Prometheus' own form, ready to be written as YAML. */
export interface ScrapeConfigEntry {
  readonly job_name: string;
  /** dcgm-exporter names the pods that use a GPU; those labels are the point, so they win over the target's. */
  readonly honor_labels: boolean;
  readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels: Labels }[];
}

/** The `scrape_configs` for a simulated cluster's exporters: a job for each exporter, target labels as Kubernetes discovery adds. */
export function scrapeConfigs(exporters: readonly RunningExporter[]): ScrapeConfigEntry[] {
  const jobs = [...new Set(exporters.map(({ target }) => target.job))];
  return jobs.map((job) => ({
    job_name: job,
    honor_labels: job === 'dcgm-exporter',
    static_configs: exporters
      .filter(({ target }) => target.job === job)
      .map(({ target, instance }) => ({ targets: [instance], labels: target.labels })),
  }));
}
