import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/load-config.ts';
import type { WarmStartConfig } from '../config/warm-start-section.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import type { Page } from '../core/model/page.ts';
import { pastPages } from '../pipeline/past-pages.ts';
import { openScrapeLog } from '../scrape/scrape-log.ts';
import { compareBacktests } from './backtest-comparison.ts';
import { backtestText, comparisonText } from './backtest-report.ts';
import { BacktestRun } from './backtest-run.ts';
import type { Print } from './check.ts';
import { configuration } from './configuration.ts';
import { Progress } from './progress.ts';
import { stopSignal } from './stop-signal.ts';

const FAILED = 1;
const WRONG_USE = 2;

/** Options of `gauger backtest`. */
export interface BacktestOptions {
  /** Address of a Prometheus that has kept the past. */
  readonly prometheus?: string;
  /** Unix milliseconds: which past. */
  readonly from?: number;
  readonly to?: number;
  readonly config?: string;
  /** Another configuration, to see what it would change. */
  readonly compare?: string;
  readonly json?: boolean;
}

const toStandardOutput: Print = (line) => process.stdout.write(`${line}\n`);

/**
 * Tells what would have fired over a past: a scrape log, or what a Prometheus has kept. The two configurations of a comparison see the same
 * pages in the same order. 1: the past cannot be read to its end; 2: no past is named.
 */
export async function backtest(
  log: string | undefined,
  options: BacktestOptions,
  print: Print = toStandardOutput,
): Promise<number> {
  if ((log === undefined) === (options.prometheus === undefined)) {
    return complain('name a scrape log, or a Prometheus with --prometheus and --from', WRONG_USE);
  }
  const config = configuration(options.config);
  const runs = [new BacktestRun(config)];
  if (options.compare !== undefined) runs.push(new BacktestRun(configuration(options.compare)));
  const past = log === undefined ? fromPrometheus(config, options) : fromLog(log, config, runs);
  if (past === undefined) return complain('--from says how far back to go, and lies before --to', WRONG_USE);
  for await (const page of past.pages) for (const run of runs) run.take(page);
  if (past.failure() !== undefined) return complain(past.failure() ?? '', FAILED);
  show(runs, options, print);
  return 0;
}

interface Past {
  readonly pages: AsyncIterable<Page>;
  /** Why it ended too early. */
  readonly failure: () => string | undefined;
}

function fromLog(log: string, config: Config, runs: readonly BacktestRun[]): Past {
  const onBaseline = (row: BaselineRow) => {
    for (const run of runs) run.begin(row);
  };
  const progress = new Progress('reading the log');
  const pages = openScrapeLog(log, {
    bodyMaximumBytes: config.global.bodySizeLimitBytes,
    onBaseline,
    onProgress: (done) => progress.show(done),
  });
  return { pages, failure: () => undefined };
}

function fromPrometheus(config: Config, { prometheus = '', from: fromMs, to }: BacktestOptions): Past | undefined {
  const toMs = to ?? Date.now();
  if (fromMs === undefined || fromMs >= toMs) return undefined;
  const progress = new Progress('reading the past');
  let failure: string | undefined;
  const pages = pastPages({
    config,
    from: serverAt(prometheus, config),
    fromMs,
    toMs,
    signal: stopSignal(),
    onProgress: (done) => progress.show(done),
    onFailure: (detail) => {
      failure = detail;
    },
  });
  return { pages, failure: () => failure };
}

/** The server of `warm_start` with its credentials, where it is that one; else the same settings as its defaults, and no credentials. */
function serverAt(url: string, { warmStart }: Config): WarmStartConfig {
  if (warmStart?.url === url) return warmStart;
  const yaml = `warm_start: ${JSON.stringify({ url })}`;
  const { config } = parseConfig(yaml, '--prometheus', { environment: {} });
  if (config.warmStart === undefined) throw new Error('a warm_start section has no warm start');
  return config.warmStart;
}

function show(runs: readonly BacktestRun[], { json, config, compare }: BacktestOptions, print: Print): void {
  const [a, b] = runs.map((run) => run.report());
  if (a === undefined) return;
  if (b === undefined) {
    if (json === true) print(JSON.stringify(a));
    else for (const line of backtestText(a)) print(line);
    return;
  }
  const comparison = compareBacktests(a, b);
  if (json === true) print(JSON.stringify(comparison));
  else for (const line of comparisonText(comparison, [config ?? 'gauger.yaml', compare ?? ''])) print(line);
}

function complain(text: string, code: number): number {
  process.stderr.write(`gauger backtest: ${text}\n`);
  return code;
}
