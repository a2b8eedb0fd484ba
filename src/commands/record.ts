import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import { formatDuration } from '../config/duration.ts';
import type { Page } from '../core/model/page.ts';
import { ScrapeLogWriter } from '../scrape/scrape-log-writer.ts';
import { Scraper } from '../scrape/scraper.ts';
import { configuration } from './configuration.ts';
import { fetchBaselines } from './fetch-baselines.ts';
import { stopSignal } from './stop-signal.ts';

/** Options of `gauger record`. */
export interface RecordOptions {
  readonly config?: string;
  readonly out: string;
  /** Milliseconds; absent: until interrupted. */
  readonly for?: number;
  /** Address of a running Gauger: the log begins with what it has learnt. */
  readonly baselines?: string;
}

/** What `record` needs of its surroundings. */
export interface RecordPorts {
  readonly clock: Clock;
  /** Aborted when it shall end. */
  readonly stop: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Scrapes the configured targets into a log. Ends well: what was scraped is in the log, whole. */
export async function record(options: RecordOptions, ports: RecordPorts = ofProcess()): Promise<number> {
  const config = configuration(options.config);
  if (config.scrapeConfigs.length === 0) {
    ports.tell('gauger: there is nothing to record; name targets under scrape_configs');
    return 2;
  }
  const writer = new ScrapeLogWriter(options.out);
  const scraper = new Scraper(config, ports.clock);
  const log = new Recording(writer, ports.stop);
  ports.tell(
    `recording to ${options.out}${options.for === undefined ? '; Ctrl-C ends it' : ` for ${formatDuration(options.for)}`}`,
  );
  if (options.baselines !== undefined) {
    await writer.writeBaselines(fetchBaselines(options.baselines, process.env['GAUGER_API_TOKEN']));
  }
  scraper.start(log);
  try {
    await log.until(options.for, ports.clock);
  } finally {
    await scraper.stop();
  }
  await writer.close();
  for (const { scrapePool, detail } of scraper.problems()) ports.tell(`warning: ${scrapePool}: ${detail}`);
  ports.tell(`recorded ${log.pages} pages of ${log.targets.size} targets, ${log.failed} of them failed scrapes`);
  return 0;
}

/** Counts what goes into the log; a log that cannot be written ends the recording. */
class Recording {
  pages = 0;
  failed = 0;
  readonly targets = new Set<object>();
  private readonly ended = new AbortController();
  private failure: unknown;

  constructor(
    private readonly writer: ScrapeLogWriter,
    stop: AbortSignal,
  ) {
    stop.addEventListener('abort', () => this.ended.abort(), { once: true });
    if (stop.aborted) this.ended.abort();
  }

  async accept(page: Page): Promise<void> {
    if (this.failure !== undefined) return;
    try {
      await this.writer.accept(page);
      this.pages++;
      if (!page.up) this.failed++;
      this.targets.add(page.target);
    } catch (error) {
      this.failure = error;
      this.ended.abort();
    }
  }

  /** Resolves after the time or at the stop; rejects when the log cannot be written. */
  async until(durationMs: number | undefined, clock: Clock): Promise<void> {
    const { signal } = this.ended;
    if (durationMs !== undefined) await clock.sleep(durationMs, signal);
    else if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (this.failure !== undefined) throw this.failure;
  }
}

function ofProcess(): RecordPorts {
  return { clock: SYSTEM_CLOCK, stop: stopSignal(), tell: (line) => process.stderr.write(`${line}\n`) };
}
