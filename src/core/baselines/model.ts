import type { AlertLine } from './alert-line.ts';
import type { Columns } from './columns.ts';
import { type Gates, isNews, smallestNews, withinRange } from './gates.ts';
import type { BaselineOptions } from './options.ts';
import {
  ABOVE,
  BELOW,
  BEYOND_SAMPLES,
  BEYOND_SINCE_MS,
  HELD,
  INTERVAL_MS,
  LAST_MS,
  LEVEL,
  RECENT,
  SAMPLES,
  SCALE,
  WIDENING,
} from './row.ts';
import { learnTail, startTail, tailScore, tailValue } from './tail.ts';
import { warmUpStatistics } from './warm-up.ts';

/** How long the level, the scale and the tails remember. */
const LEVEL_MS = 2 * 3_600_000;
const SCALE_MS = 24 * 3_600_000;
const TAIL_MS = 7 * 24 * 3_600_000;
const WEEKS_MS = 14 * 24 * 3_600_000;

/** A sample and all that it takes to judge it. */
export interface Step {
  readonly slot: number;
  readonly row: Float64Array;
  readonly at: number;
  readonly value: number;
  readonly timeMs: number;
  readonly gates: Gates;
  readonly line: AlertLine;
  readonly options: BaselineOptions;
}

/** Starts level, scale and tails from the warm-up samples. */
export function startModel(row: Float64Array, at: number): void {
  const { level, scale } = warmUpStatistics(row, at);
  row[at + LEVEL] = level;
  row[at + RECENT] = level;
  row[at + SCALE] = scale;
  startTail(row, at + ABOVE);
  startTail(row, at + BELOW);
}

/** Judges a sample against the past, writes the columns, then learns it. */
export function advance(columns: Columns, step: Step): void {
  const { slot, row, at, value, gates, line } = step;
  const definition = gates.definition(slot);
  const expected = withinRange(definition, row[at + LEVEL]!);
  const deviation = value - expected;
  const gate = smallestNews(definition, expected);
  const unit = Math.max(row[at + SCALE]!, gate / 100, Math.abs(expected) * 1e-9, 1e-12) * (1 + row[at + WIDENING]!);
  const lineScore = line.score(row[at + INTERVAL_MS]!);
  const raw = tailScore(row, at + (deviation > 0 ? ABOVE : BELOW), Math.abs(deviation) / unit) / lineScore;
  columns.score[slot] = isNews(definition, deviation) ? gated(raw, Math.abs(deviation), gate) : 0;
  columns.expected[slot] = expected;
  columns.upper[slot] = withinRange(
    definition,
    expected + Math.max(gate, unit * tailValue(row, at + ABOVE, lineScore)),
  );
  columns.lower[slot] = withinRange(
    definition,
    expected - Math.max(gate, unit * tailValue(row, at + BELOW, lineScore)),
  );
  columns.confidence[slot] = 1 - Math.exp(-row[at + SAMPLES]! / 300);
  learn(step, deviation, unit, raw >= 1 && Math.abs(deviation) >= gate);
}

/** Below the smallest deviation that is news, the score stays below the line and grows with the deviation. */
function gated(score: number, size: number, gate: number): number {
  return size < gate ? Math.min(score, size / gate) : score;
}

function learn(step: Step, deviation: number, unit: number, beyond: boolean): void {
  const { row, at, value, timeMs } = step;
  const samples = row[at + SAMPLES]!;
  const elapsedMs = Math.min(timeMs - row[at + LAST_MS]!, 4 * row[at + INTERVAL_MS]!);
  row[at + RECENT]! += 0.1 * (value - row[at + RECENT]!);
  row[at + WIDENING]! *= 1 - elapsedMs / WEEKS_MS;
  if (beyond) {
    if (row[at + BEYOND_SAMPLES] === 0) row[at + BEYOND_SINCE_MS] = timeMs;
    row[at + BEYOND_SAMPLES]! += 1;
    if (row[at + HELD] === 1) return;
    if (row[at + BEYOND_SAMPLES]! >= 12 && timeMs - row[at + BEYOND_SINCE_MS]! >= step.options.adoptAfterMs) {
      row[at + LEVEL] = row[at + RECENT]!;
      row[at + BEYOND_SAMPLES] = 0;
      return;
    }
  } else {
    row[at + BEYOND_SAMPLES] = 0;
  }
  const trust = beyond ? 0.1 : 1;
  const clipped = Math.max(-4 * unit, Math.min(4 * unit, deviation));
  row[at + LEVEL]! += trust * rate(samples, elapsedMs, LEVEL_MS, 20) * clipped;
  row[at + SCALE]! += trust * rate(samples, elapsedMs, SCALE_MS, 100) * (Math.abs(clipped) - row[at + SCALE]!);
  const tailRate = trust * rate(samples, elapsedMs, TAIL_MS, 1000);
  const size = Math.min(Math.abs(deviation) / unit, 1e6);
  learnTail(row, at + ABOVE, deviation > 0 ? size : 0, tailRate);
  learnTail(row, at + BELOW, deviation < 0 ? size : 0, tailRate);
}

/** The weight of a sample: 1/n while young, then its share of the memory in event time, and never more than 1/`least` samples. */
function rate(samples: number, elapsedMs: number, memoryMs: number, least: number): number {
  return Math.max(1 / (samples + 1), Math.min(elapsedMs / memoryMs, 1 / least));
}
