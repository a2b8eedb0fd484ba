import type { Page } from '../core/model/page.ts';

/** Where pages go. A target's next scrape waits until its page was taken. */
export interface PageSink {
  accept(page: Page): void | Promise<void>;
}
