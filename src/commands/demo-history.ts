import { setImmediate as turn } from 'node:timers/promises';
import type { Engine } from '../core/engine.ts';
import type { Labels } from '../core/model/labels.ts';
import type { Page } from '../core/model/page.ts';
import type { SimulatedCluster } from '../simulate/cluster.ts';
import type { RunningExporter } from '../simulate/exporters.ts';

/** What the demo looks back on. */
export const HISTORY_MS = 7 * 86_400_000;
const STEP_MS = 240_000;

/** A past to play, and the engine that learns from it. */
export interface History {
  readonly cluster: SimulatedCluster;
  readonly exporters: readonly RunningExporter[];
  readonly engine: Engine;
  /** First moment of the history, and what it ends at: the present, Unix milliseconds. */
  readonly fromMs: number;
  readonly now: () => number;
  /** The simulated cluster's time is ahead of ours by this much. */
  readonly aheadMs: number;
  readonly stop: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Pushes the cluster's past through the engine as if it had been scraped; ends early when told to stop. */
export async function playHistory(history: History): Promise<void> {
  const { cluster, exporters, engine, fromMs, now, aheadMs, stop, onProgress } = history;
  const targets = exporters.map(({ target, instance }) => ({ job: target.job, instance, ...target.labels }));
  for (let timeMs = fromMs, step = 0; timeMs < now() && !stop.aborted; timeMs += STEP_MS, step++) {
    cluster.advance(timeMs + aheadMs);
    for (const [index, target] of targets.entries()) engine.ingest(pageOf(cluster.page(index), target, timeMs));
    if (step % 16 !== 0) continue;
    onProgress((timeMs - fromMs) / (now() - fromMs));
    await turn();
  }
  onProgress(1);
}

function pageOf(body: Buffer | undefined, target: Labels, timeMs: number): Page {
  return body === undefined ? { up: false, target, timeMs, reason: 'http_status' } : { up: true, target, timeMs, body };
}
