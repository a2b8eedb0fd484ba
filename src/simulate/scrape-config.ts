import type { Labels } from '../core/model/labels.ts';
import type { RunningExporter } from './exporters.ts';

/** An entry of `scrape_configs` in Prometheus' own form, ready to be written as YAML. */
export interface ScrapeConfigEntry {
  readonly job_name: string;
  readonly metrics_path?: string;
  readonly honor_labels: boolean;
  readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels: Labels }[];
}

/** They name the pods that they tell of; those labels are the point, so they win over the target's. */
const ABOUT_OTHERS = ['dcgm-exporter', 'cadvisor', 'kube-state-metrics'];

/** The `scrape_configs` for a simulated cluster's exporters: a job for each exporter, target labels as Kubernetes discovery adds. */
export function scrapeConfigs(exporters: readonly RunningExporter[]): ScrapeConfigEntry[] {
  const jobs = [...new Set(exporters.map(({ target }) => target.job))];
  return jobs.map((job) => {
    const ofJob = exporters.filter(({ target }) => target.job === job);
    const path = ofJob[0]?.target.path;
    return {
      job_name: job,
      ...(path !== '/metrics' && { metrics_path: path }),
      honor_labels: ABOUT_OTHERS.includes(job),
      static_configs: ofJob.map(({ target, instance }) => ({ targets: [instance], labels: target.labels })),
    };
  });
}
