import { uncompress } from 'snappyjs';
import type { Clock } from '../clock.ts';
import { type Labels, labelsKey } from '../core/model/labels.ts';
import type { WrittenPage, WrittenSeries } from '../core/model/page.ts';
import { decodeRequest } from '../core/written/decode-request.ts';
import { decodeWriteRequest } from '../core/written/decode-write-request.ts';
import { ProtobufReader } from '../core/written/protobuf-reader.ts';
import { DecodedSeries } from '../core/written/written-message.ts';
import { type BookedSeries, WrittenBook } from './written-book.ts';

/** `1`: `prometheus.WriteRequest` of remote write 1.0; `2`: `io.prometheus.write.v2.Request` of 2.0. */
export type WriteVersion = '1' | '2';

export const WRITE_OUTCOMES = ['taken', 'invalid', 'awaiting_up', 'scraped_here', 'over_limit'] as const;
/**
 * What becomes of a sample. `awaiting_up`: of a target whose `up`, which tells its labels, has not come yet; `scraped_here`: of a target
 * that this process scrapes itself, which would count twice; `over_limit`: of a series for which there is no room.
 */
export type WriteOutcome = (typeof WRITE_OUTCOMES)[number];

/** What became of a message; `ok: false`: nothing of it was taken. */
export type WriteResult =
  | {
      readonly ok: true;
      readonly pages: readonly WrittenPage[];
      readonly samples: Readonly<Record<WriteOutcome, number>>;
      readonly histograms: number;
      /** Why samples were invalid: the first reason. */
      readonly problem?: string;
    }
  | { readonly ok: false; readonly reason: 'too_large' | 'malformed'; readonly detail: string };

/** Bounds on what is written, and how its senders are told apart. */
export interface WriteReceiverOptions {
  readonly clock: Clock;
  /** Of the message, decompressed. */
  readonly bodyMaximumBytes: number;
  readonly seriesMaximum: number;
  /** Labels that tell apart senders of the same samples. */
  readonly replicaLabels: readonly string[];
  /** The targets that this process scrapes. */
  readonly scraped: () => readonly { readonly labels: Labels }[];
}

/** Further ahead than Prometheus itself takes samples is a broken clock. */
const FUTURE_MAXIMUM_MS = 600_000;
const SCRAPED_ASKED_MS = 10_000;

interface Columns {
  readonly series: WrittenSeries[];
  readonly values: number[];
  readonly timesMs: number[];
}

/** Turns remote write messages into pages of the targets that their samples belong to. */
export class WriteReceiver {
  private readonly book: WrittenBook;
  private readonly decoded = new DecodedSeries();
  private request = 0;
  private scraped: ReadonlySet<string> = new Set();
  private scrapedAskedMs = Number.NEGATIVE_INFINITY;
  private judged = new WeakMap<Labels, boolean>();

  constructor(private readonly options: WriteReceiverOptions) {
    this.book = new WrittenBook(options);
  }

  /** Reads a message as it came, compressed. A message that is malformed anywhere brings nothing at all. */
  read(body: Uint8Array, version: WriteVersion): WriteResult {
    const { clock, bodyMaximumBytes } = this.options;
    const size = messageSize(body);
    if (size === undefined) return malformed('the body is not in snappy’s block form');
    if (size > bodyMaximumBytes) {
      return { ok: false, reason: 'too_large', detail: `the message is larger than ${bodyMaximumBytes} bytes` };
    }
    const message = decompressed(body, size);
    if (message === undefined) return malformed('the body is not in snappy’s block form');
    const nowMs = clock.now();
    this.book.turn(nowMs);
    this.request += 1;
    const batch = new Batch(nowMs, this.request);
    const reader = new ProtobufReader(message);
    const decode = version === '1' ? decodeWriteRequest : decodeRequest;
    decode(reader, this.decoded, (series) => batch.take(series, this.book));
    if (reader.broken) return malformed('the message is not the protobuf that its Content-Type names');
    return this.pagesOf(batch);
  }

  private pagesOf(batch: Batch): WriteResult {
    const { nowMs, samples, problem, histograms } = batch;
    const rounds: Map<Labels, Columns>[] = [];
    for (const [i, booked] of batch.booked.entries()) {
      const target = this.book.targetOf(booked, nowMs);
      if (target === undefined || this.isScraped(target, nowMs)) {
        samples[target === undefined ? 'awaiting_up' : 'scraped_here'] += 1;
        continue;
      }
      // A page has one sample of a series: what a sender catches up on makes several pages, the oldest first.
      const columns = columnsOf(rounds, batch.rounds[i] ?? 0, target);
      columns.series.push(booked.series);
      columns.values.push(batch.values[i] ?? Number.NaN);
      columns.timesMs.push(batch.timesMs[i] ?? nowMs);
      samples.taken += 1;
    }
    const pages = rounds.flatMap((targets) =>
      [...targets].map(([target, written]): WrittenPage => ({ target, timeMs: nowMs, up: true, written })),
    );
    return { ok: true, pages, samples, histograms, ...(problem === undefined ? {} : { problem }) };
  }

  private isScraped(target: Labels, nowMs: number): boolean {
    if (nowMs - this.scrapedAskedMs > SCRAPED_ASKED_MS) {
      this.scraped = new Set(this.options.scraped().map(({ labels }) => identityKey(labels)));
      this.scrapedAskedMs = nowMs;
      this.judged = new WeakMap();
    }
    if (this.scraped.size === 0) return false;
    const known = this.judged.get(target) ?? this.scraped.has(identityKey(target));
    this.judged.set(target, known);
    return known;
  }
}

/** The samples of one message that make sense. */
class Batch {
  readonly samples = { taken: 0, invalid: 0, awaiting_up: 0, scraped_here: 0, over_limit: 0 };
  readonly booked: BookedSeries[] = [];
  readonly values: number[] = [];
  readonly timesMs: number[] = [];
  /** By sample: how many of its series came before it. */
  readonly rounds: number[] = [];
  histograms = 0;
  problem: string | undefined;

  constructor(
    readonly nowMs: number,
    private readonly request: number,
  ) {}

  take(series: DecodedSeries, book: WrittenBook): void {
    this.histograms += series.histograms;
    if (series.invalid !== undefined) {
      this.refuse(series.invalid, series.count);
      return;
    }
    const booked = series.count === 0 ? undefined : book.find(series, this.nowMs);
    if (booked === undefined) {
      this.samples.over_limit += series.count;
      return;
    }
    for (let i = 0; i < series.count; i++) this.add(booked, series.values[i] ?? Number.NaN, series.timesMs[i] ?? 0);
  }

  private add(booked: BookedSeries, value: number, timeMs: number): void {
    if (timeMs <= 0 || timeMs > this.nowMs + FUTURE_MAXIMUM_MS) {
      this.refuse(timeMs <= 0 ? 'a sample has no time' : 'a sample is of the future', 1);
      return;
    }
    if (booked.request !== this.request) booked.samples = 0;
    booked.request = this.request;
    this.booked.push(booked);
    this.values.push(value);
    this.timesMs.push(timeMs);
    this.rounds.push(booked.samples);
    booked.samples += 1;
  }

  private refuse(reason: string, count: number): void {
    this.problem ??= reason;
    this.samples.invalid += count;
  }
}

function columnsOf(rounds: Map<Labels, Columns>[], round: number, target: Labels): Columns {
  const targets = rounds[round] ?? new Map<Labels, Columns>();
  rounds[round] = targets;
  const columns = targets.get(target) ?? { series: [], values: [], timesMs: [] };
  targets.set(target, columns);
  return columns;
}

function identityKey({ job = '', instance = '' }: Labels): string {
  return labelsKey({ job, instance });
}

function malformed(detail: string): WriteResult {
  return { ok: false, reason: 'malformed', detail };
}

/** The length that snappy's block form begins with (a varint), so that nothing is allocated for a lie. */
function messageSize(body: Uint8Array): number | undefined {
  const reader = new ProtobufReader(body);
  const size = reader.varint();
  return reader.broken || size < 0 ? undefined : size;
}

function decompressed(body: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return uncompress(body, size);
  } catch {
    return undefined;
  }
}
