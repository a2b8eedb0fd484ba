import type { Config } from '../config/config.ts';
import type { WarmStartConfig } from '../config/warm-start-section.ts';
import type { WrittenPage } from '../core/model/page.ts';
import { CatalogueIndex } from '../core/signals/catalogue-index.ts';
import { readHistory } from '../scrape/history.ts';
import { HistoryPages } from '../scrape/history-pages.ts';
import { PrometheusApi, type TimeRange } from '../scrape/prometheus-api.ts';
import { engineSettings } from './engine-settings.ts';

export interface PastPagesOptions extends TimeRange {
  readonly config: Config;
  /** The server that has kept the past. */
  readonly from: WarmStartConfig;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (done: number) => void;
  /** The rest cannot be read, and why. */
  readonly onFailure: (detail: string) => void;
}

/** The past that a Prometheus has kept, as pages in order of time: what signals are made of, and `up`. Never throws. */
export async function* pastPages(options: PastPagesOptions): AsyncGenerator<WrittenPage> {
  const { config, from, fromMs, toMs, signal, onProgress, onFailure } = options;
  const { limits, writeReceiver } = config;
  const catalogue = new CatalogueIndex(engineSettings(config).signals.catalogue);
  const pages = new HistoryPages({ seriesMaximum: limits.series, replicaLabels: writeReceiver.replicaLabels });
  const api = new PrometheusApi(from, { linkLocal: limits.linkLocalTargets, signal });
  const isWanted = (name: string) => name === 'up' || catalogue.find(name).length > 0;
  try {
    for await (const step of readHistory(api, { fromMs, toMs, stepMs: from.stepMs, isWanted, signal })) {
      if (!step.ok) {
        if (!signal.aborted) onFailure(step.detail);
        return;
      }
      yield* pages.of(step.chunk);
      onProgress(Math.min(1, (step.chunk.toMs - fromMs) / (toMs - fromMs)));
    }
  } finally {
    await api.close();
  }
}
