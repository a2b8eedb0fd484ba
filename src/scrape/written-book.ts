import type { Labels } from '../core/model/labels.ts';
import type { WrittenSeries } from '../core/model/page.ts';
import type { DecodedSeries } from '../core/written/written-message.ts';

/** A series that a sender writes. */
export interface BookedSeries {
  readonly series: WrittenSeries;
  readonly origin: Origin;
  /** As the message has them. */
  readonly texts: readonly string[];
  /** Its target's labels as far as they are known, and when that was looked up. */
  target: Labels | undefined;
  seenVersion: number;
  /** The last request that had it, and how many samples of it that had. */
  request: number;
  samples: number;
}

/** All that is written under one `job` and `instance`: mostly one target. */
export interface Origin {
  readonly job: string;
  readonly instance: string;
  readonly firstMs: number;
  /** The label sets of its `up` series. */
  readonly targets: Labels[];
  /** How often `targets` changed. */
  version: number;
}

/** How long a series is remembered without samples, at least. */
const REMEMBERED_MS = 1_800_000;
/** Prometheus writes `up` with the scrape it belongs to; a target without one by then is written by somebody who has none. */
const UP_AWAITED_MS = 30_000;
/** Different targets under one `job` and `instance`: clusters that write to us and name things alike. */
const TARGETS_MAXIMUM = 100;

/**
 * The series that are written to us. A message repeats all labels of a series, its target's among them: here they are told apart. The
 * labels of a target are those of its `up`, which Prometheus makes from them; exporters' own labels that clash with them are known by that.
 */
export class WrittenBook {
  private current = new Map<number, BookedSeries[]>();
  private previous = new Map<number, BookedSeries[]>();
  private origins = new Map<string, Origin>();
  private turnedMs = Number.NaN;
  private count = 0;

  constructor(
    private readonly options: { readonly seriesMaximum: number; readonly replicaLabels: readonly string[] },
  ) {}

  /** The entry of a series, made when it is new; undefined when there is no room. */
  find(decoded: DecodedSeries, nowMs: number): BookedSeries | undefined {
    const known = lookUp(this.current, decoded);
    if (known !== undefined) return known;
    const old = lookUp(this.previous, decoded);
    if (old === undefined && this.count >= this.options.seriesMaximum) return undefined;
    const booked = old ?? this.book(decoded, nowMs);
    const others = this.current.get(decoded.hash);
    if (others === undefined) this.current.set(decoded.hash, [booked]);
    else others.push(booked);
    this.count += 1;
    return booked;
  }

  /** The target that a series belongs to; undefined while it waits for its `up`. */
  targetOf(booked: BookedSeries, nowMs: number): Labels | undefined {
    const { origin } = booked;
    if (booked.target !== undefined && booked.seenVersion === origin.version) return booked.target;
    if (origin.targets.length === 0) {
      if (nowMs - origin.firstMs < UP_AWAITED_MS) return undefined;
      this.addTarget(origin, {});
    }
    booked.target = closest(origin.targets, booked.series.labels);
    booked.seenVersion = origin.version;
    return booked.target;
  }

  /** Forgets what is not written any more. */
  turn(nowMs: number): void {
    if (nowMs - this.turnedMs < REMEMBERED_MS) return;
    this.turnedMs = nowMs;
    this.previous = this.current;
    this.current = new Map();
    this.count = 0;
    const living = [...this.previous.values()].flat().map(({ origin }) => origin);
    this.origins = new Map(living.map((origin) => [keyOf(origin.job, origin.instance), origin]));
  }

  private book(decoded: DecodedSeries, nowMs: number): BookedSeries {
    const texts = decoded.texts.slice(0, decoded.length);
    const labels: Record<string, string> = {};
    for (let i = 0; i < texts.length; i += 2) {
      const name = texts[i] ?? '';
      const value = texts[i + 1] ?? '';
      if (value !== '' && !IDENTITY.includes(name) && !this.options.replicaLabels.includes(name)) labels[name] = value;
    }
    const series = { name: decoded.label('__name__') ?? '', labels };
    const origin = this.originOf(decoded.label('job') ?? '', decoded.label('instance') ?? '', nowMs);
    if (series.name === 'up') this.addTarget(origin, labels);
    return { series, origin, texts, target: undefined, seenVersion: -1, request: -1, samples: 0 };
  }

  private originOf(job: string, instance: string, nowMs: number): Origin {
    const key = keyOf(job, instance);
    let origin = this.origins.get(key);
    if (origin === undefined) {
      origin = { job, instance, firstMs: nowMs, targets: [], version: 0 };
      this.origins.set(key, origin);
    }
    return origin;
  }

  private addTarget(origin: Origin, labels: Labels): void {
    if (origin.targets.length >= TARGETS_MAXIMUM) origin.targets.shift();
    origin.targets.push(Object.freeze({ ...labels, job: origin.job, instance: origin.instance }));
    origin.version += 1;
  }
}

/** What names the target, and the metric: no labels of the series. */
const IDENTITY = ['__name__', 'job', 'instance'];

function keyOf(job: string, instance: string): string {
  return JSON.stringify([job, instance]);
}

function lookUp(
  entries: Map<number, BookedSeries[]>,
  { hash, texts, length }: DecodedSeries,
): BookedSeries | undefined {
  return entries
    .get(hash)
    ?.find((entry) => entry.texts.length === length && entry.texts.every((text, i) => text === texts[i]));
}

/** The target that most labels of a series agree with; the newest of equals. */
function closest(targets: readonly Labels[], series: Labels): Labels | undefined {
  const agreement = targets.map(
    (target) => Object.entries(target).filter(([name, value]) => series[name] === value).length,
  );
  return targets[agreement.lastIndexOf(Math.max(...agreement))];
}
