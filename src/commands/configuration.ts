import type { Config } from '../config/config.ts';
import { problemText } from '../config/config-error.ts';
import { loadConfig } from '../config/load-config.ts';
import { DETECTORS } from '../core/detectors/registry.ts';

/** The detectors' own settings, for whoever reads a configuration. */
export const DETECTOR_SCHEMAS = Object.fromEntries(DETECTORS.map(({ id, settings }) => [id, settings]));

/** The configuration a command runs with; warnings go to standard error. Throws a `ConfigError` with all problems. */
export function configuration(path: string | undefined): Config {
  const { config, warnings } = loadConfig({ path, environment: process.env, detectors: DETECTOR_SCHEMAS });
  for (const warning of warnings) process.stderr.write(`warning: ${problemText(warning)}\n`);
  return config;
}
