import { setImmediate as turn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { Engine } from '../core/engine.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import { engineSettings } from './engine-settings.ts';
import { pastPages } from './past-pages.ts';

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
  const { warmStart: from } = config;
  if (from === undefined) return [];
  const log = new Logger('warm-start');
  const engine = new Engine({ ...engineSettings(config), historySignals: 0 });
  const toMs = clock.now();
  const fromMs = toMs - from.days * DAY_MS;
  const onFailure = (reason: string) => log.error('the past could not be read to its end', { reason });
  let read = 0;
  log.log('reads the past', { days: from.days });
  for await (const page of pastPages({ config, from, fromMs, toMs, signal, onProgress, onFailure })) {
    engine.ingest(page);
    read += 1;
    if (read % PAGES_AT_ONCE === 0) await turn();
    if (signal.aborted) break;
  }
  engine.flush();
  const rows = [...engine.allBaselines()];
  log.log('has learnt from the past', { baselines: rows.length, pages: read });
  onProgress(1);
  return rows;
}
