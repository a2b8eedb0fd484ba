import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './config-error.ts';
import { parseConfig } from './load-config.ts';

const CORPUS = process.env['GAUGER_CORPUS'] ?? '../shared';
const PROMETHEUS = join(CORPUS, 'conformance/prometheus/scrape-testdata/config/testdata/conf.good.yml');

describe('Prometheus’ own conf.good.yml', () => {
  const text = readOptional(PROMETHEUS);
  const reason = text === undefined ? ` (skipped: no ${PROMETHEUS}; set GAUGER_CORPUS)` : '';
  (text === undefined ? it.skip : it)(
    `is taken as it is, with a warning for each key that has no effect${reason}`,
    () => {
      const { config, warnings } = parseConfig(text ?? '', 'conf.good.yml', { environment: {} });
      expect(config.scrapeConfigs).toHaveLength(34);
      expect(config.scrapeConfigs[1]).toMatchObject({
        jobName: 'service-x',
        scrapeIntervalMs: 50_000,
        scrapeTimeoutMs: 5_000,
        metricsPath: '/my_path',
        scheme: 'https',
        limits: { sampleLimit: 1000, targetLimit: 35, labelLimit: 35, bodySizeLimitBytes: 10 * 1024 * 1024 },
      });
      const keys = warnings.map(({ key }: Problem) => key);
      expect(keys).toEqual(
        expect.arrayContaining([
          'remote_write',
          'storage.tsdb',
          'global.query_log_file',
          'scrape_configs[2].consul_sd_configs',
        ]),
      );
      expect(warnings.every(({ line }) => line !== undefined && line > 1)).toBe(true);
    },
  );
});

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
