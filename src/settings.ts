import { createHash } from 'node:crypto';
import type { Settings } from './api/ports.ts';
import type { Config } from './config/config.ts';

/** What the API may tell of the configuration. */
export function settingsOf(config: Config, startedMs: number): Settings {
  return {
    detectors: config.detectors,
    evaluationIntervalMs: config.global.evaluationIntervalMs,
    warmUpMs: config.baselines.warmUpMs,
    timeZone: config.baselines.timeZone,
    externalUrl: config.externalUrl,
    runbookUrl: config.runbookUrl,
    receivers: config.receivers.map(({ name }) => name),
    // A secret prints itself as `<secret>`, so none comes near the hash.
    hash: createHash('sha256').update(JSON.stringify(config)).digest('hex'),
    startedMs,
  };
}
