import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Baselines } from '../core/baselines/baselines.ts';
import type { SignalDefinition } from '../core/model/signal.ts';

const FAILED = 1;
const WRONG_USE = 2;

/** What is known of a series of which nothing is told: both sides are news, any unit, deviations under a tenth are not. */
const ANY_SERIES: SignalDefinition = {
  id: 'value',
  entity: 'target',
  unit: 'count',
  help: 'A series from a CSV file.',
  numerator: ['value'],
  direction: 'both',
  minimumAbsolute: 0,
  minimumRelative: 0.1,
};

/** Options of `gauger score`. */
export interface ScoreOptions {
  /** Folder for the scored copies. */
  readonly out: string;
}

/** `gauger score IN --out OUT`: judges each CSV under IN with a baseline of its own; returns the exit code. */
export async function score(input: string, { out }: ScoreOptions): Promise<number> {
  const files = csvFiles(input);
  if (files === undefined) return complain(`${input}: no such file or folder`, WRONG_USE);
  if (files.length === 0) return complain(`${input}: no .csv file there; give a file or a folder of them`, WRONG_USE);
  let worst = 0;
  for (const file of files) {
    const scored = scoreCsv(readFileSync(file.path, 'utf8'));
    if (!scored.ok) {
      worst = complain(`${file.path}: ${scored.reason}`, FAILED);
      continue;
    }
    const target = join(out, file.name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, scored.text);
  }
  return worst;
}

/** The CSV with the baseline's columns added, or why it cannot be read. Causal: a row depends on the rows above it alone. */
export function scoreCsv(text: string): { ok: true; text: string } | { ok: false; reason: string } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = (lines[0] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const timeAt = header.indexOf('timestamp');
  const valueAt = header.indexOf('value');
  if (timeAt < 0 || valueAt < 0)
    return { ok: false, reason: 'line 1: the header needs the columns timestamp and value' };
  const baselines = new Baselines();
  const slot = baselines.add(ANY_SERIES);
  const rows = ['timestamp,value,expected,lower,upper,score,anomaly_score'];
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    const timeMs = parseTime(cells[timeAt] ?? '');
    if (timeMs === undefined) {
      return {
        ok: false,
        reason: `line ${i + 1}: "${cells[timeAt] ?? ''}" is no time; write 2026-01-31 23:59:00, RFC 3339 or Unix seconds`,
      };
    }
    rows.push(judged(baselines, slot, { time: cells[timeAt]!, value: cells[valueAt] ?? '', timeMs }));
  }
  return { ok: true, text: `${rows.join('\n')}\n` };
}

function judged(baselines: Baselines, slot: number, sample: { time: string; value: string; timeMs: number }): string {
  const value = sample.value === '' ? Number.NaN : Number(sample.value);
  baselines.observe(slot, value, sample.timeMs);
  // A missing value is no event: the row says what was expected and judges nothing.
  const finite = Number.isFinite(value);
  const score = finite ? baselines.score[slot]! : 0;
  const numbers = [baselines.expected[slot]!, baselines.lower[slot]!, baselines.upper[slot]!].map(cell);
  return [
    sample.time,
    sample.value,
    ...numbers,
    cell(score),
    cell(anomalyScore(score, finite && baselines.onset[slot] === 1)),
  ].join(',');
}

/** The score from 0 to 1: a half is the alert line, where an episode goes on; above it lies only the sample that opens one. */
function anomalyScore(score: number, onset: boolean): number {
  if (score < 1) return score / 2;
  return onset ? 1 - 0.4999 / score : 0.5;
}

function cell(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : '';
}

/** Unix milliseconds of a timestamp; one without a zone is read as UTC, so that no machine's clock changes the answer. */
function parseTime(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * (Number(text) > 1e11 ? 1 : 1000);
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const timeMs = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function csvFiles(input: string): { path: string; name: string }[] | undefined {
  const found = statSync(input, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isDirectory()) return [{ path: input, name: basename(input) }];
  return readdirSync(input, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.toLowerCase().endsWith('.csv'))
    .sort()
    .map((name) => ({ path: join(input, name), name: relative('.', name) }));
}

function complain(text: string, code: number): number {
  process.stderr.write(`gauger score: ${text}\n`);
  return code;
}
