import { z } from 'zod';
import { ExplainedBaselineJson } from '../api/schemas/baseline-schemas.ts';
import { HistoryJson } from '../api/schemas/history-schemas.ts';
import { SignalPage } from '../api/schemas/signal-schemas.ts';
import { askService } from './ask-service.ts';
import type { Print } from './check.ts';
import type { ExplainOptions } from './explain.ts';
import { signalReport } from './signal-report.ts';

const FAILED = 1;
const WRONG_USE = 2;
/** Candidates shown when a name fits several. */
const SHOWN = 20;

/** A signal as a person names it. */
export interface WantedSignal {
  /** `<signal id>|<entity key>`, or the id alone. */
  readonly signal: string;
  /** The entity's name or key, or a part of it. */
  readonly entity: string | undefined;
}

const toStandardOutput: Print = (line) => process.stdout.write(`${line}\n`);

/** Prints what a running Gauger knows of one signal. 1: it knows none like that, 2: several, which are listed. */
export async function explainSignal(
  wanted: WantedSignal,
  options: ExplainOptions,
  print: Print = toStandardOutput,
): Promise<number> {
  const keys = wanted.signal.includes('|') ? [wanted.signal] : await candidates(wanted, options);
  const [key] = keys;
  if (key === undefined) return complain(`${options.url} knows no signal ${nameOf(wanted)}`, FAILED);
  if (keys.length > 1) return complain(`${nameOf(wanted)} may be any of\n${listOf(keys)}`, WRONG_USE);
  const found = await askService(options, `/api/v1/baselines/${encodeURIComponent(key)}`);
  if (found === undefined) return complain(`${options.url} knows no signal ${key}`, FAILED);
  const baseline = ExplainedBaselineJson.parse(found);
  const past = await askService(options, `/api/v1/signals/${encodeURIComponent(key)}/history`);
  const { points } = z.object({ points: HistoryJson.shape.points }).parse(past ?? { points: [] });
  if (options.json === true) print(JSON.stringify({ ...baseline, points }));
  else for (const line of signalReport(baseline, points)) print(line);
  return 0;
}

async function candidates({ signal, entity = '' }: WantedSignal, options: ExplainOptions): Promise<string[]> {
  const keys: string[] = [];
  let exact: string | undefined;
  for (let cursor = ''; ; ) {
    const path = `/api/v1/signals?limit=500&signal=${encodeURIComponent(signal)}${cursor}`;
    const page = SignalPage.parse(await askService(options, path));
    for (const { key, entity: of } of page.items) {
      if (of.name === entity || of.key === entity) exact ??= key;
      if (`${of.name} ${of.key}`.toLowerCase().includes(entity.toLowerCase())) keys.push(key);
    }
    if (page.next === undefined) return exact === undefined ? keys : [exact];
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

function nameOf({ signal, entity }: WantedSignal): string {
  return entity === undefined ? signal : `${signal} of ${entity}`;
}

function listOf(keys: readonly string[]): string {
  const more = keys.length > SHOWN ? [`  and ${keys.length - SHOWN} more`] : [];
  return [...keys.slice(0, SHOWN).map((key) => `  '${key}'`), ...more].join('\n');
}

function complain(text: string, code: number): number {
  process.stderr.write(`gauger explain: ${text}\n`);
  return code;
}
