import { type Labels, NO_LABELS } from '../model/labels.ts';
import type { Exporter, Feed, LabelMatch, MetricSource, Weight } from './exporter.ts';

/** A feed that is ready to judge labels. */
export interface ReadyFeed extends Feed {
  accepts(labels: Labels): boolean;
}

/** A source with its place in the catalogue. */
export interface ReadySource {
  readonly id: number;
  readonly exporter: Exporter;
  readonly source: MetricSource;
  readonly feeds: readonly ReadyFeed[];
  /** It is money, or tokens that may have to be priced. */
  readonly isPriced: boolean;
}

/** What a metric name is to the catalogue. */
export interface SourceMatch {
  readonly ready: ReadySource;
  /** Position among the names of its source: 0 is the best. */
  readonly rank: number;
  /** Labels that the name itself carries. */
  readonly nameLabels: Labels;
}

/** Names are remembered up to this many, so that an endless stream of new ones costs time, not memory. */
const REMEMBERED_NAMES = 100_000;

/** The catalogue by metric name. */
export class CatalogueIndex {
  private readonly byName = new Map<string, SourceMatch[]>();
  private readonly patterns: { readonly expression: RegExp; readonly ready: ReadySource }[] = [];
  private readonly remembered = new Map<string, readonly SourceMatch[]>();

  constructor(readonly exporters: readonly Exporter[]) {
    const sources = exporters.flatMap((exporter) => exporter.metrics.map((source) => ({ exporter, source })));
    for (const [id, { exporter, source }] of sources.entries()) {
      const isPriced = source.spend === true || source.feeds.some(({ times }) => isTokenPrice(times));
      const ready = { id, exporter, source, feeds: source.feeds.map(readyFeed), isPriced };
      for (const [rank, name] of source.names.entries()) this.addName(name, { ready, rank, nameLabels: NO_LABELS });
      if (source.pattern !== undefined)
        this.patterns.push({ expression: new RegExp(`^(?:${source.pattern})$`), ready });
    }
  }

  /** Sources that know this name, in the catalogue's order. */
  find(name: string): readonly SourceMatch[] {
    const known = this.byName.get(name) ?? this.remembered.get(name);
    if (known !== undefined) return known;
    const found = this.patterns.flatMap(({ expression, ready }) => {
      const match = expression.exec(name);
      return match === null ? [] : [{ ready, rank: 0, nameLabels: { ...match.groups } }];
    });
    if (this.remembered.size >= REMEMBERED_NAMES) this.remembered.clear();
    this.remembered.set(name, found);
    return found;
  }

  /** The sources that count for a series of this name: the first of the built-in ones that applies, and every additional one. */
  applicable(name: string, isRecognised: (exporter: Exporter) => boolean): readonly SourceMatch[] {
    const matches = this.find(name).filter(
      ({ ready: { exporter } }) => exporter.scoped !== true || isRecognised(exporter),
    );
    const first = matches.find(({ ready }) => ready.exporter.additional !== true);
    return matches.filter((match) => match === first || match.ready.exporter.additional === true);
  }

  private addName(name: string, match: SourceMatch): void {
    const matches = this.byName.get(name) ?? [];
    matches.push(match);
    this.byName.set(name, matches);
  }
}

/** A price of tokens, which a gateway that knows its own takes the place of. */
export function isTokenPrice(times: Weight | undefined): boolean {
  return times === 'inputTokenPrice' || times === 'outputTokenPrice';
}

function readyFeed(feed: Feed): ReadyFeed {
  const where = expressions(feed.where);
  const unless = expressions(feed.unless);
  return {
    ...feed,
    accepts: (labels) =>
      where.every(([name, expression]) => expression.test(labels[name] ?? '')) &&
      !unless.some(([name, expression]) => expression.test(labels[name] ?? '')),
  };
}

function expressions(match: LabelMatch | undefined): [string, RegExp][] {
  return Object.entries(match ?? {}).map(([name, expression]) => [name, new RegExp(`^(?:${expression})$`, 's')]);
}
