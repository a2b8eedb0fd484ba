import { PageParser } from '../core/exposition/page-parser.ts';
import type { SkippedLine } from '../core/exposition/skipped-lines.ts';
import type { EntityKind } from '../core/model/entity.ts';
import type { Labels } from '../core/model/labels.ts';
import { CATALOGUE } from '../core/signals/catalogue/catalogue.ts';
import { CatalogueIndex } from '../core/signals/catalogue-index.ts';
import { DEFINITIONS } from '../core/signals/definitions.ts';
import type { PriceBook } from '../core/signals/price-book.ts';
import { type Recognition, recognise } from '../core/signals/recognise.ts';
import { Signals } from '../core/signals/signals.ts';

/** How to judge a page. */
export interface PageOptions {
  readonly contentType?: string | undefined;
  /** As Prometheus: the first fault rejects the page. */
  readonly strict: boolean;
  readonly tenantLabels: readonly string[];
  readonly prices: PriceBook;
}

/** The signals that a page feeds for entities of one kind. */
export interface EntitySignals {
  readonly kind: EntityKind;
  readonly entities: number;
  readonly signals: readonly string[];
}

/** What Gauger makes of one page. */
export interface PageReport {
  readonly accepted: boolean;
  /** Why it was not. */
  readonly error?: string;
  readonly samples: number;
  readonly metrics: number;
  readonly skipped: readonly SkippedLine[];
  readonly skippedCount: number;
  readonly recognition: Recognition;
  readonly signals: readonly EntitySignals[];
}

const TARGET: Labels = { job: 'page', instance: 'page' };
const MINUTE_MS = 60_000;

/** Judges a page as if a target had sent it. */
export function judgePage(body: Uint8Array, options: PageOptions): PageReport {
  const parser = new PageParser({ level: options.strict ? 'strict' : 'lenient' });
  const { count, skippedCount, error, ...page } = parser.parse(body, options.contentType);
  const skipped = [...page.skipped];
  const names = new Set(parser.series.flatMap((series) => series?.name ?? []));
  const nothing = count === 0 && skippedCount > 0 ? 'not one line of it is a sample' : undefined;
  const fault = error ?? nothing;
  return {
    accepted: fault === undefined,
    ...(fault !== undefined && { error: fault }),
    samples: count,
    metrics: names.size,
    skipped,
    skippedCount,
    recognition: recognise(names, new CatalogueIndex(CATALOGUE)),
    signals: signalsOf(body, options),
  };
}

/** The page counts twice, a minute apart: a counter that was seen once has no rate yet. */
function signalsOf(body: Uint8Array, { contentType, tenantLabels, prices }: PageOptions): EntitySignals[] {
  const signals = new Signals({
    catalogue: CATALOGUE,
    definitions: DEFINITIONS,
    tenantLabels,
    prices,
    stalenessMs: 5 * MINUTE_MS,
    signalMaximum: 1_000_000,
  });
  const parser = new PageParser();
  for (const timeMs of [MINUTE_MS, 2 * MINUTE_MS]) {
    signals.page(TARGET, parser, parser.parse(body, contentType), timeMs);
    signals.tick(timeMs);
  }
  const found = new Map<EntityKind, { readonly ids: Set<string>; readonly entities: Set<string> }>();
  for (let slot = 0; slot < signals.count; slot++) {
    const { entity: kind, id } = signals.definition(slot);
    // That the target answers is no merit of the page.
    if (kind === 'target') continue;
    const of = found.get(kind) ?? { ids: new Set(), entities: new Set() };
    found.set(kind, of);
    of.ids.add(id);
    of.entities.add(signals.entity(slot).key);
  }
  return [...found].map(([kind, { ids, entities }]) => ({ kind, entities: entities.size, signals: [...ids].sort() }));
}
