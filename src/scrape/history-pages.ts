import { hashText } from '../core/exposition/hash.ts';
import { labelHash } from '../core/exposition/series.ts';
import type { Labels } from '../core/model/labels.ts';
import type { WrittenPage } from '../core/model/page.ts';
import { DecodedSeries } from '../core/written/written-message.ts';
import type { HistoryChunk } from './history.ts';
import type { HistorySeries } from './prometheus-api.ts';
import { type BookedSeries, WrittenBook } from './written-book.ts';

/** A series of a piece of the past: a value a step, NaN where it has none. */
interface PastSeries {
  readonly booked: BookedSeries;
  readonly values: Float64Array;
}

/**
 * Turns the past into pages as if it had been written to us, step by step. A server repeats a series' last value for minutes after its
 * end; where even that stops, the series ends.
 */
export class HistoryPages {
  private readonly book: WrittenBook;
  private readonly decoded = new DecodedSeries();
  private alive = new Set<BookedSeries>();

  constructor(private readonly options: { readonly seriesMaximum: number; readonly replicaLabels: readonly string[] }) {
    this.book = new WrittenBook(options);
  }

  /** The pages of the next piece, in order of time. */
  *of(chunk: HistoryChunk): Iterable<WrittenPage> {
    this.book.turn(chunk.fromMs);
    const targets = this.targetsOf(chunk);
    for (let timeMs = chunk.fromMs, step = 0; timeMs <= chunk.toMs; timeMs += chunk.stepMs, step++) {
      for (const [target, series] of targets) {
        const page = this.page(target, series, { timeMs, step });
        if (page.written.series.length > 0) yield page;
      }
    }
  }

  private page(
    target: Labels,
    all: readonly PastSeries[],
    { timeMs, step }: { readonly timeMs: number; readonly step: number },
  ): WrittenPage {
    const now = all.filter(({ booked, values }) => !Number.isNaN(values[step]) || this.alive.delete(booked));
    const values = now.map((past) => past.values[step] ?? Number.NaN);
    for (const [i, { booked }] of now.entries()) if (!Number.isNaN(values[i])) this.alive.add(booked);
    const series = now.map(({ booked }) => booked.series);
    return { target, timeMs, up: true, written: { series, values, timesMs: series.map(() => timeMs) } };
  }

  private targetsOf(chunk: HistoryChunk): Map<Labels, PastSeries[]> {
    const steps = Math.floor((chunk.toMs - chunk.fromMs) / chunk.stepMs) + 1;
    const past = new Map<BookedSeries, PastSeries>();
    for (const one of chunk.series) {
      const booked = this.find(one, chunk.fromMs);
      if (booked === undefined) continue;
      // Replicas are one series: what one of them misses the other has.
      const { values } = past.get(booked) ?? { values: new Float64Array(steps).fill(Number.NaN) };
      past.set(booked, { booked, values });
      for (const [seconds, value] of one.values) {
        const step = Math.round((seconds * 1000 - chunk.fromMs) / chunk.stepMs);
        if (step >= 0 && step < steps) values[step] = numberOf(value);
      }
    }
    // What was there and is not asked for any more, or has no value in all of this piece, ends with its first step.
    for (const booked of this.alive)
      if (!past.has(booked)) past.set(booked, { booked, values: new Float64Array(steps).fill(Number.NaN) });
    const targets = new Map<Labels, PastSeries[]>();
    for (const one of past.values()) {
      // All of `up` is there already: nobody need be waited for.
      const target = this.book.targetOf(one.booked, Number.POSITIVE_INFINITY);
      if (target === undefined) continue;
      const series = targets.get(target) ?? [];
      series.push(one);
      targets.set(target, series);
    }
    return targets;
  }

  private find({ metric }: HistorySeries, nowMs: number): BookedSeries | undefined {
    const { decoded } = this;
    decoded.clear();
    for (const [name, value] of Object.entries(metric)) {
      if (this.options.replicaLabels.includes(name)) continue;
      decoded.texts[decoded.length] = name;
      decoded.texts[decoded.length + 1] = value;
      decoded.length += 2;
    }
    decoded.hash = hashOf(decoded);
    return metric['__name__'] === undefined ? undefined : this.book.find(decoded, nowMs);
  }
}

function hashOf({ texts, length }: DecodedSeries): number {
  let hash = 0;
  for (let i = 0; i < length; i += 2)
    hash = (hash + labelHash(hashText(texts[i] ?? ''), hashText(texts[i + 1] ?? ''))) | 0;
  return hash;
}

/** A number as the query API writes it. */
function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
