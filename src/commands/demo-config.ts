import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/load-config.ts';
import type { RunningExporter } from '../simulate/exporters.ts';
import { scrapeConfigs } from '../simulate/scrape-config.ts';
import { DETECTOR_SCHEMAS } from './configuration.ts';

/** Seconds between two looks at the cluster: quick enough to watch. */
const INTERVAL = '5s';

/** The demo's `gauger.yaml`: what a user would write for this cluster. `gauger record --config` takes it too. */
export function demoYaml(exporters: readonly RunningExporter[], directory: string): string {
  return stringify({
    global: { scrape_interval: INTERVAL, scrape_timeout: '4s', evaluation_interval: INTERVAL },
    scrape_configs: scrapeConfigs(exporters),
    prices: { gpus: [{ match: 'NVIDIA H100.*', usd_per_hour: 2.5 }] },
    alerts: { for: '5s', resolve_after: '1m' },
    storage: { data_directory: directory },
  });
}

/** The configuration of a demo in a directory; `port` wins over the environment's. */
export function demoConfig(yaml: string, directory: string, port: number | undefined): Config {
  const { DATABASE_URL: _, ...environment } = process.env;
  const PORT = port === undefined ? environment['PORT'] : String(port);
  const file = join(directory, 'gauger.yaml');
  return parseConfig(yaml, file, { environment: { ...environment, PORT }, detectors: DETECTOR_SCHEMAS }).config;
}
