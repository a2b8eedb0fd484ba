import { FakeExporter } from '../../test/fakes/exporter.ts';
import { ManualClock } from '../../test/fakes/manual-clock.ts';
import type { Page } from '../core/model/page.ts';
import { HttpClient } from '../network/http-client.ts';
import { BodyBudget } from './body-budget.ts';
import { ScrapeLoop } from './scrape-loop.ts';
import { Slots } from './slots.ts';

const INTERVAL_MS = 10_000;

let exporter: FakeExporter;
beforeEach(async () => {
  exporter = await FakeExporter.start();
});
afterEach(() => exporter.close());

interface Running {
  readonly loop: ScrapeLoop;
  readonly ended: Promise<void>;
  /** The next page that comes. */
  next(): Promise<Page>;
  readonly pages: Page[];
}

function start(clock: ManualClock, path = '/metrics', taken: () => void | Promise<void> = () => undefined): Running {
  const pages: Page[] = [];
  let told: (page: Page) => void = () => undefined;
  const target = {
    key: 'job="j"',
    labels: { job: 'j', instance: 'i' },
    discoveredLabels: {},
    url: `http://${exporter.address}${path}`,
    intervalMs: INTERVAL_MS,
    timeoutMs: 5_000,
  };
  const loop = new ScrapeLoop(target, {
    scrapePool: 'j',
    client: new HttpClient({ followRedirects: true, headers: [] }, { linkLocal: false }),
    bodyMaximumBytes: 1_000_000,
    compression: true,
    clock,
    slots: new Slots(5),
    budget: new BodyBudget(1e6),
    sink: {
      accept(page) {
        pages.push(page);
        told(page);
        return taken();
      },
    },
  });
  const next = () => new Promise<Page>((resolve) => (told = resolve));
  return { loop, pages, next, ended: loop.run() };
}

describe('ScrapeLoop', () => {
  it('scrapes once an interval, always at the same moment of it', async () => {
    const clock = new ManualClock();
    const { loop, next, ended, pages } = start(clock);
    for (let scrapes = 0; scrapes < 3; scrapes++) {
      const page = next();
      await clock.pass(INTERVAL_MS);
      await page;
    }
    const [first, second, third] = pages.map(({ timeMs }) => timeMs);
    expect([second! - first!, third! - second!]).toEqual([INTERVAL_MS, INTERVAL_MS]);
    loop.stop();
    await ended;

    const later = new ManualClock(clock.now() + 123_456);
    const again = start(later);
    const page = again.next();
    await later.pass(INTERVAL_MS);
    expect((await page).timeMs % INTERVAL_MS).toBe(first! % INTERVAL_MS);
    again.loop.stop();
    await again.ended;
  });

  it('never overlaps: a target that hangs is asked again only when it was given up', async () => {
    const clock = new ManualClock();
    const { loop, ended, pages } = start(clock, '/hang');
    await clock.pass(INTERVAL_MS);
    while (exporter.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.pass(5 * INTERVAL_MS);
    expect(exporter.requests).toHaveLength(1);
    loop.stop();
    await ended;
    // What was given up at the stop says nothing about the target.
    expect(pages).toEqual([]);
    expect(loop.status()).toMatchObject({ health: 'unknown' });
  });

  it('waits until its page is taken, and leaves out what it missed', async () => {
    const clock = new ManualClock();
    let take: () => void = () => undefined;
    const { loop, ended, next, pages } = start(
      clock,
      '/metrics',
      () => new Promise<void>((resolve) => (take = resolve)),
    );
    const first = next();
    await clock.pass(INTERVAL_MS);
    const { timeMs } = await first;
    await clock.pass(5.5 * INTERVAL_MS);
    expect(pages).toHaveLength(1);
    const second = next();
    take();
    await clock.pass(INTERVAL_MS);
    const passed = (await second).timeMs - timeMs;
    expect(passed).toBeGreaterThan(5 * INTERVAL_MS);
    expect(passed % INTERVAL_MS).toBe(0);
    loop.stop();
    take();
    await ended;
  });

  it('tells what is known of its target', async () => {
    const clock = new ManualClock();
    const { loop, ended, next } = start(clock, '/metrics?token=x');
    expect(loop.status()).toEqual({
      scrapePool: 'j',
      labels: { job: 'j', instance: 'i' },
      discoveredLabels: {},
      url: `http://${exporter.address}/metrics?token=%3Csecret%3E`,
      intervalMs: INTERVAL_MS,
      timeoutMs: 5_000,
      health: 'unknown',
    });
    const page = next();
    await clock.pass(INTERVAL_MS);
    const { timeMs } = await page;
    const skipped = [{ line: 1, reason: 'no value', text: 'x' }];
    loop.read({ samples: 1, skipped, skippedCount: 2, seriesDropped: 0 });
    expect(loop.status()).toMatchObject({
      health: 'up',
      lastScrapeMs: timeMs,
      samples: 1,
      skippedLines: 2,
      skipped,
      lastBodyBytes: exporter.body.length,
    });
    const refused = { reason: 'sample_limit', detail: 'too many' } as const;
    loop.read({ samples: 0, skipped: [], skippedCount: 0, seriesDropped: 0, refused });
    expect(loop.status()).toMatchObject({ health: 'down', reason: 'sample_limit', error: 'too many' });
    loop.stop();
    await ended;
  });

  it('rejects when the sink throws: that is our own fault', async () => {
    const clock = new ManualClock();
    const { ended } = start(clock, '/metrics', () => {
      throw new Error('a bug');
    });
    const outcome = expect(ended).rejects.toThrow('a bug');
    await clock.pass(INTERVAL_MS);
    await outcome;
  });
});
