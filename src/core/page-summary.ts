import type { ParsedPage } from './exposition/page-parser.ts';
import type { Refusal } from './exposition/target-parsers.ts';

/** What one page brought: shown for its target, counted in metrics. */
export interface PageSummary {
  readonly samples: number;
  readonly skipped: ParsedPage['skipped'];
  readonly skippedCount: number;
  /** Series that the target did not show before. */
  readonly seriesAdded: number;
  /** Samples of series beyond the limits on series. */
  readonly seriesDropped: number;
  /** Why the page counts as a failed scrape; it then brought nothing. */
  readonly refused?: Refusal;
}

type Counted = Pick<ParsedPage, 'count' | 'skipped' | 'skippedCount' | 'added' | 'droppedCount'>;

/** Of a page that was read. */
export function summaryOf({ count, skipped, skippedCount, added, droppedCount }: Counted): PageSummary {
  return {
    samples: count,
    skipped: [...skipped],
    skippedCount,
    seriesAdded: added.length,
    seriesDropped: droppedCount,
  };
}

/** Of a page that counts as a failed scrape. */
export function refusedSummary(parsed: ParsedPage, refused: Refusal): PageSummary {
  return { ...summaryOf(parsed), samples: 0, seriesAdded: 0, seriesDropped: 0, refused };
}
