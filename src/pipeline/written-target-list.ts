import type { TargetStatus } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { type Labels, labelsKey } from '../core/model/labels.ts';
import type { WrittenPage } from '../core/model/page.ts';

/** A target of which nothing was written for so long is down, as Prometheus' look-back has it. */
const SILENT_MS = 300_000;
/** After so long it has left. */
const FORGOTTEN_MS = 3_600_000;
/** Further ones are not listed. */
const TARGETS_MAXIMUM = 10_000;

interface Written {
  readonly labels: Labels;
  lastMs: number;
  /** Its `up`; undefined: it was not written yet. */
  up: boolean | undefined;
}

/** The targets that others scrape and write to us, as their last samples left them. */
export class WrittenTargetList {
  private readonly known = new Map<string, Written>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  note({ target: labels, timeMs, written: { series, values } }: WrittenPage): void {
    const key = labelsKey(labels);
    const known = this.known.get(key) ?? this.begin(key, labels, timeMs);
    if (known === undefined) return;
    known.lastMs = timeMs;
    const up = series.findIndex(({ name }) => name === 'up');
    if (up >= 0) known.up = values[up] === 1;
  }

  list(): TargetStatus[] {
    const nowMs = this.clock.now();
    this.forget(nowMs);
    return [...this.known.values()].map((target) => statusOf(target, nowMs));
  }

  private begin(key: string, labels: Labels, lastMs: number): Written | undefined {
    if (this.known.size >= TARGETS_MAXIMUM) this.forget(lastMs);
    if (this.known.size >= TARGETS_MAXIMUM) return undefined;
    const begun = { labels, lastMs, up: undefined };
    this.known.set(key, begun);
    return begun;
  }

  private forget(nowMs: number): void {
    for (const [key, { lastMs }] of this.known) if (nowMs - lastMs > FORGOTTEN_MS) this.known.delete(key);
  }
}

function statusOf({ labels, lastMs, up }: Written, nowMs: number): TargetStatus {
  const common = {
    scrapePool: labels['job'] ?? '',
    labels,
    url: '',
    intervalMs: 0,
    written: true,
    lastScrapeMs: lastMs,
  };
  if (nowMs - lastMs > SILENT_MS)
    return { ...common, health: 'down', error: 'nothing was written of it for 5 minutes' };
  if (up === false) return { ...common, health: 'down', error: 'its sender could not scrape it' };
  return { ...common, health: up === undefined ? 'unknown' : 'up' };
}
