import { setImmediate as turn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { type BaselineRow, Engine } from '../core/engine.ts';
import { CatalogueIndex } from '../core/signals/catalogue-index.ts';
import { readHistory } from '../scrape/history.ts';
import { HistoryPages } from '../scrape/history-pages.ts';
import { PrometheusApi } from '../scrape/prometheus-api.ts';
import { engineSettings } from './engine-settings.ts';

export interface WarmStartParts {
  readonly config: Config;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (done: number) => void;
}

const DAY_MS = 86_400_000;
/** Pages between two moments for everything else that this process does. */
const PAGES_AT_ONCE = 20;

/**
 * Learns from the past that another server has kept, as `warm_start` says: the baselines to begin with. It is an engine of its own that
 * learns, so that no alert of the past is told and nothing of it stands in the present's sums. What cannot be read is told in the log, and
 * what was learnt until then counts. Never rejects.
 */
export async function warmStart({ config, clock, signal, onProgress }: WarmStartParts): Promise<BaselineRow[]> {
  const { warmStart: warm, writeReceiver, limits } = config;
  if (warm === undefined) return [];
  const log = new Logger('warm-start');
  const settings = engineSettings(config);
  const engine = new Engine(settings);
  const catalogue = new CatalogueIndex(settings.signals.catalogue);
  const pages = new HistoryPages({ seriesMaximum: limits.series, replicaLabels: writeReceiver.replicaLabels });
  const api = new PrometheusApi(warm, { linkLocal: limits.linkLocalTargets, signal });
  const toMs = clock.now();
  const fromMs = toMs - warm.days * DAY_MS;
  const isWanted = (name: string) => name === 'up' || catalogue.find(name).length > 0;
  let read = 0;
  log.log('reads the past', { days: warm.days });
  for await (const step of readHistory(api, { fromMs, toMs, stepMs: warm.stepMs, isWanted, signal })) {
    if (!step.ok) {
      if (!signal.aborted) log.error('the past could not be read to its end', { reason: step.detail });
      break;
    }
    for (const page of pages.of(step.chunk)) {
      engine.ingest(page);
      read += 1;
      if (read % PAGES_AT_ONCE === 0) await turn();
      if (signal.aborted) break;
    }
    onProgress(Math.min(1, (step.chunk.toMs - fromMs) / (toMs - fromMs)));
  }
  await api.close();
  engine.flush();
  const rows = [...engine.allBaselines()];
  log.log('has learnt from the past', { baselines: rows.length, pages: read });
  onProgress(1);
  return rows;
}
