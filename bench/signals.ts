import { PageParser } from '../src/core/exposition/page-parser.ts';
import { CATALOGUE } from '../src/core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../src/core/signals/definitions.ts';
import { Signals } from '../src/core/signals/signals.ts';
import { DEFAULT_TENANT_LABELS } from '../src/core/signals/tenant-labels.ts';
import { secondsPerCall } from './measure.ts';
import { dcgmPage, vllmPage } from './pages.ts';
import type { Result } from './result.ts';

const TARGETS = 64;
const GPUS_A_TARGET = 64;
const SCRAPE_INTERVAL_MS = 15_000;

/** Samples to signals, one core: pages that are already parsed, and the ticks between them. */
export function* run(): Iterable<Result> {
  const signals = new Signals({
    catalogue: CATALOGUE,
    definitions: DEFINITIONS,
    tenantLabels: DEFAULT_TENANT_LABELS,
    prices: { models: [], gpus: [] },
    stalenessMs: 300_000,
    signalMaximum: 1_000_000,
  });
  const pages = Array.from({ length: TARGETS }, (_, target) => {
    const parser = new PageParser();
    const body =
      target % 2 === 0 ? dcgmPage({ members: GPUS_A_TARGET, scrape: 0 }) : vllmPage({ members: 1, scrape: 0 });
    const labels = { job: 'bench', instance: `10.0.0.${target}:9400`, namespace: 'bench', pod: `pod-${target}` };
    return { parser, parsed: parser.parse(body), labels };
  });
  const samples = pages.reduce((total, { parsed }) => total + parsed.count, 0);
  let timeMs = 0;
  const scrape = () => {
    timeMs += SCRAPE_INTERVAL_MS;
    for (const { labels, parser, parsed } of pages)
      signals.page(labels, parser, { ...parsed, added: [], removed: [] }, timeMs);
  };
  scrape();
  const shape = { targets: TARGETS, samples };
  const page = secondsPerCall(scrape);
  yield { bench: 'signals.page.samples_per_s', value: Math.round(samples / page.median), unit: 'samples/s', ...shape };
  scrape();
  signals.tick(timeMs);
  const contributions = [...signals.measures()].reduce((total, { count }) => total + count, 0);
  const tick = secondsPerCall(() => {
    scrape();
    signals.tick(timeMs);
  });
  const tickSeconds = tick.median - page.median;
  yield {
    bench: 'signals.tick.contributions_per_s',
    value: Math.round(contributions / tickSeconds),
    unit: 'contributions/s',
    ...shape,
    signals: signals.count,
  };
}
