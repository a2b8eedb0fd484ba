import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Config } from '../config/config.ts';
import { problemText } from '../config/config-error.ts';
import { loadConfig, parseConfig } from '../config/load-config.ts';
import { Secret } from '../config/secret.ts';
import { configuration, DETECTOR_SCHEMAS } from './configuration.ts';
import { counted } from './counted.ts';
import { judgePage, type PageReport } from './page-report.ts';

/** Options of `gauger check`. */
export interface CheckOptions {
  readonly config?: string;
  /** Page to judge, `-` for standard input; absent: the configuration is judged. */
  readonly page?: string;
  readonly contentType?: string;
  readonly strict?: boolean;
}

/** Where a report goes, line by line. */
export type Print = (line: string) => void;

const toStandardOutput: Print = (line) => process.stdout.write(`${line}\n`);

/** Judges a configuration (throws a `ConfigError` with all its problems) or a page (1: rejected). */
export async function check(options: CheckOptions, print: Print = toStandardOutput): Promise<number> {
  return options.page === undefined ? checkConfig(options.config, print) : checkPage(options.page, options, print);
}

function checkConfig(path: string | undefined, print: Print): number {
  const { config, file, warnings } = loadConfig({ path, environment: process.env, detectors: DETECTOR_SCHEMAS });
  for (const warning of warnings) print(`warning: ${problemText(warning)}`);
  for (const reason of unreadableSecrets(config.scrapeConfigs)) print(`warning: ${reason}; its scrapes would fail`);
  print(`${file ?? 'no file'}: ok: ${summary(config)}`);
  return 0;
}

function summary({ scrapeConfigs, detectors, receivers }: Config): string {
  const targets = scrapeConfigs.flatMap(({ staticConfigs }) => staticConfigs.flatMap((group) => group.targets)).length;
  const enabled = Object.values(detectors).filter((detector) => detector.enabled).length;
  return [
    counted(scrapeConfigs.length, 'scrape configuration'),
    `${counted(targets, 'target')} listed`,
    `${enabled} of ${Object.keys(detectors).length} detectors on`,
    counted(receivers.length, 'receiver'),
  ].join(', ');
}

/** Secret files of scrapes may come later than the service, so a missing one is no error; here it is worth a word. */
function unreadableSecrets(value: unknown): string[] {
  if (value instanceof Secret) {
    try {
      value.read();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(unreadableSecrets) : [];
}

async function checkPage(
  path: string,
  { config: file, contentType, strict = false }: CheckOptions,
  print: Print,
): Promise<number> {
  const body = path === '-' ? await buffer(process.stdin) : readFileSync(path);
  const { tenantLabels, prices } =
    file === undefined ? parseConfig('', 'gauger.yaml', { environment: {} }).config : configuration(file);
  const report = judgePage(body, { contentType, strict, tenantLabels, prices });
  printReport(path === '-' ? 'standard input' : path, report, print);
  return report.accepted ? 0 : 1;
}

function printReport(name: string, report: PageReport, print: Print): void {
  const { accepted, error, samples, metrics, skipped, skippedCount, recognition, signals } = report;
  print(accepted ? `${name}: accepted` : `${name}: rejected: ${error}`);
  print(`exporters: ${recognition.exporters.join(', ') || 'none recognised'}`);
  print(`samples: ${samples} of ${metrics} metrics`);
  for (const { kind, entities, signals: ids } of signals)
    print(`signals of ${kind} (${entities} seen): ${ids.join(', ')}`);
  if (signals.length === 0) print('signals: none');
  print(`skipped lines: ${skippedCount}`);
  for (const { line, reason, text: beginning } of skipped) print(`  line ${line}: ${reason}: ${beginning}`);
  if (skippedCount > skipped.length) print(`  and ${skippedCount - skipped.length} more`);
  print(`metrics that no signal needs: ${recognition.unused.length}`);
  print(
    `unknown metrics: ${recognition.unknown.length}${recognition.unknown.length > 0 ? `: ${recognition.unknown.join(', ')}` : ''}`,
  );
}
