import { z } from 'zod';
import { fileSdSection, httpSdSection, kubernetesSdSection, staticSection } from './discovery-section.ts';
import { checkTimeout, duration, section, text } from './fields.ts';
import { type GlobalConfig, SCRAPE_LIMITS, scrapeLimits } from './global-section.ts';
import { HTTP_CLIENT, httpClient } from './http-client-section.ts';
import { relabelSection } from './relabel-section.ts';

const fields = section({
  job_name: text.describe('the label job of its targets'),
  scrape_interval: duration.optional(),
  scrape_timeout: duration.optional().describe('how long a scrape may take; the global one when left out'),
  metrics_path: z.string().startsWith('/', 'must begin with /').default('/metrics'),
  scheme: z.enum(['http', 'https']).default('http'),
  params: z.record(text, z.array(z.string())).default({}),
  honor_labels: z.boolean().default(false),
  honor_timestamps: z.boolean().default(true),
  enable_compression: z.boolean().default(true),
  static_configs: z.array(staticSection).default([]).describe('targets by name'),
  file_sd_configs: z.array(fileSdSection).default([]).describe('targets that files list'),
  http_sd_configs: z.array(httpSdSection).default([]).describe('targets that an HTTP server lists'),
  kubernetes_sd_configs: z.array(kubernetesSdSection).default([]).describe('targets in a Kubernetes cluster'),
  relabel_configs: z.array(relabelSection).default([]),
  metric_relabel_configs: z.array(relabelSection).default([]),
  ...SCRAPE_LIMITS,
  ...HTTP_CLIENT,
});
type Given = z.output<typeof fields>;

/** One entry of `scrape_configs`, in Prometheus' own form; what it leaves out comes from `global`. */
export function scrapeSection(global: GlobalConfig) {
  return fields.transform((given, context) => {
    const scrapeIntervalMs = given.scrape_interval ?? global.scrapeIntervalMs;
    // As in Prometheus: a global timeout that does not fit a shorter interval gives way, a stated one is a problem.
    const scrapeTimeoutMs = given.scrape_timeout ?? Math.min(global.scrapeTimeoutMs, scrapeIntervalMs);
    checkTimeout(scrapeTimeoutMs, scrapeIntervalMs, context);
    return {
      ...plainFields(given),
      scrapeIntervalMs,
      scrapeTimeoutMs,
      limits: scrapeLimits(given, global),
      http: httpClient(given, context),
    };
  });
}

function plainFields(given: Given) {
  return {
    jobName: given.job_name,
    metricsPath: given.metrics_path,
    scheme: given.scheme,
    params: given.params,
    honorLabels: given.honor_labels,
    honorTimestamps: given.honor_timestamps,
    enableCompression: given.enable_compression,
    staticConfigs: given.static_configs,
    fileSdConfigs: given.file_sd_configs,
    httpSdConfigs: given.http_sd_configs,
    kubernetesSdConfigs: given.kubernetes_sd_configs,
    relabelConfigs: given.relabel_configs,
    metricRelabelConfigs: given.metric_relabel_configs,
  };
}

/** One entry of `scrape_configs` with all defaults; durations in milliseconds. */
export type ScrapeConfig = z.output<ReturnType<typeof scrapeSection>>;
