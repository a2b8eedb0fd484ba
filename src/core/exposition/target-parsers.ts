import { labelsKey } from '../model/labels.ts';
import type { GoodPage, Page, ScrapeFailure } from '../model/page.ts';
import { PageParser, type ParsedPage, SERIES_MAXIMUM, type Series } from './page-parser.ts';
import { SeriesLimit, type SeriesShare } from './series-limit.ts';

/** What the pages of a target go through before anyone sees them. */
export interface Intake {
  /** Relabelling and label limits; undefined turns a series away. */
  readonly admit: (series: Series) => Series | undefined;
  /** Whether the times that the exporter wrote count; else that of the scrape does. */
  readonly honorTimestamps: boolean;
  /** A page of more samples is refused whole, those of series beyond a limit counted; 0: no limit. */
  readonly samplesMaximum: number;
}

/** Bounds on what is followed; the newest series beyond them are dropped and counted. */
export interface SeriesLimits {
  /** Of all targets together, shared out fairly. */
  readonly series?: number;
  readonly seriesPerTarget?: number;
}

/** Bounds that all targets share, and what becomes of the series of each. */
export interface TargetParsersOptions {
  readonly limits: SeriesLimits;
  readonly intake: (of: Pick<Page, 'target' | 'scrapePool'>) => Intake;
}

/** Why a page that came counts as none: for the machine, and for a person. */
export interface Refusal {
  readonly reason: ScrapeFailure;
  readonly detail: string;
}

/** A page that was read, or why it was turned away; `parsed` counts what was in it either way. */
export type PageResult =
  | { readonly ok: true; readonly parser: PageParser; readonly parsed: ParsedPage }
  | { readonly ok: false; readonly parsed: ParsedPage; readonly refusal: Refusal };

interface TargetParser {
  readonly parser: PageParser;
  readonly share: SeriesShare;
  readonly intake: Intake;
  lastPageMs: number;
}

/** A target without a page for this long has left; its layout is forgotten. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** The same while others wait for its room: Prometheus' look-back, after which its series would be stale. */
const STALE_AFTER_MS = 300_000;

/** A parser for each target that sends pages, within limits that all share. */
export class TargetParsers {
  private readonly limit: SeriesLimit;
  private readonly parsers = new Map<string, TargetParser>();

  constructor(private readonly options: TargetParsersOptions) {
    this.limit = new SeriesLimit(options.limits.series ?? Number.MAX_SAFE_INTEGER);
  }

  /** Series of all targets that are followed now. */
  get series(): number {
    return this.limit.used;
  }

  /** Reads a page. The result is valid until the target's next one. */
  read(page: GoodPage): PageResult {
    const key = labelsKey(page.target);
    const target = this.parsers.get(key) ?? this.add(key, page);
    target.lastPageMs = page.timeMs;
    const { parser, intake } = target;
    const parsed = parser.parse(page.body, page.contentType);
    const { honorTimestamps, samplesMaximum } = intake;
    if (samplesMaximum > 0 && parsed.count + parsed.droppedCount > samplesMaximum) {
      // What the parser learnt from the page must not count: it begins anew.
      this.drop(key, target);
      const detail = `the page has more than ${samplesMaximum} samples (sample_limit); raise it, or drop series with metric_relabel_configs`;
      return { ok: false, parsed, refusal: { reason: 'sample_limit', detail } };
    }
    return { ok: true, parser, parsed: honorTimestamps ? parsed : { ...parsed, timesMs: undefined } };
  }

  /** Forgets the targets that have left. */
  forget(timeMs: number): void {
    const afterMs = this.limit.claimed > 0 ? STALE_AFTER_MS : FORGOTTEN_AFTER_MS;
    for (const [key, target] of this.parsers) if (timeMs - target.lastPageMs > afterMs) this.drop(key, target);
  }

  private add(key: string, page: GoodPage): TargetParser {
    const intake = this.options.intake(page);
    const share = this.limit.open();
    const { seriesPerTarget = SERIES_MAXIMUM } = this.options.limits;
    const parser = new PageParser({ admit: intake.admit, share, seriesMaximum: seriesPerTarget });
    const target = { parser, share, intake, lastPageMs: page.timeMs };
    this.parsers.set(key, target);
    return target;
  }

  private drop(key: string, target: TargetParser): void {
    target.share.close();
    this.parsers.delete(key);
  }
}
