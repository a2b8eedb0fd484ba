import { setTimeout as pause } from 'node:timers/promises';
import type { ApiResult, HistorySeries, PrometheusApi, TimeRange } from './prometheus-api.ts';

/** Which part of the past, in steps of how long. */
export interface HistoryOptions extends TimeRange {
  readonly stepMs: number;
  /** Which metrics are wanted, of those that there are. */
  readonly isWanted: (name: string) => boolean;
  readonly signal: AbortSignal;
}

/** A piece of the past: all wanted series at each step. */
export interface HistoryChunk extends TimeRange {
  readonly stepMs: number;
  readonly series: readonly HistorySeries[];
}

/** A piece of the past, or its early end. */
export type HistoryStep =
  | { readonly ok: true; readonly chunk: HistoryChunk }
  /** Why the rest cannot be read. */
  | { readonly ok: false; readonly detail: string };

/** Steps of one piece at first: six hours of minutes. Below the 11,000 points a series that servers allow. */
const STEPS = 360;
/** Metrics of one query: an address of some 2 kB. */
const NAMES = 40;
/** A server that cannot be reached is asked again so often, with a longer pause each time. */
const TRIES = 4;
const FIRST_PAUSE_MS = 500;

/** The past in pieces, from old to new, each no larger than the server gives at once. Ends with a failure, or with the present. */
export async function* readHistory(api: PrometheusApi, options: HistoryOptions): AsyncGenerator<HistoryStep> {
  const { stepMs, toMs, signal } = options;
  const found = await patiently(() => api.names(options), signal);
  if (!found.ok) {
    yield found;
    return;
  }
  const names = found.data.filter(options.isWanted);
  const size = { steps: STEPS, names: NAMES };
  // Servers that align times to steps would move them otherwise.
  for (let fromMs = Math.ceil(options.fromMs / stepMs) * stepMs; fromMs <= toMs && !signal.aborted; ) {
    const range = { fromMs, toMs: Math.min(toMs, fromMs + (size.steps - 1) * stepMs) };
    const asked = { steps: Math.floor((range.toMs - range.fromMs) / stepMs) + 1, names: names.length };
    const series = await patiently(() => batched(api, names, { range, names: size.names }), signal);
    if (series.ok) {
      yield { ok: true, chunk: { ...range, stepMs, series: series.data } };
      fromMs = range.toMs - (range.toMs % stepMs) + stepMs;
    } else if (!series.isTooMuch || !halve(size, asked)) {
      yield series;
      return;
    }
  }
}

interface Size {
  steps: number;
  names: number;
}

/** Less at once than was asked for: first a shorter time, then fewer metrics; false when it was one of each. */
function halve(size: Size, asked: Size): boolean {
  size.steps = Math.min(size.steps, asked.steps);
  size.names = Math.min(size.names, asked.names);
  if (size.steps > 1) size.steps = Math.ceil(size.steps / 2);
  else if (size.names > 1) size.names = Math.ceil(size.names / 2);
  else return false;
  return true;
}

async function batched(
  api: PrometheusApi,
  names: readonly string[],
  size: { readonly range: TimeRange; readonly names: number },
): Promise<ApiResult<readonly HistorySeries[]>> {
  const all: HistorySeries[] = [];
  for (let from = 0; from < names.length; from += size.names) {
    const result = await api.series(names.slice(from, from + size.names), size.range);
    if (!result.ok) return result;
    for (const one of result.data) all.push(one);
  }
  return { ok: true, data: all };
}

async function patiently<T>(ask: () => Promise<ApiResult<T>>, signal: AbortSignal): Promise<ApiResult<T>> {
  let result = await ask();
  let pauseMs = FIRST_PAUSE_MS;
  for (let tries = 1; !result.ok && result.mayPass && tries < TRIES && !signal.aborted; tries++) {
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs *= 2;
    result = await ask();
  }
  return result;
}
