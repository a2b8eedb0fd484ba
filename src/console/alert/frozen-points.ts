import type { Evidence, HistoryPoint } from '../api/types.ts';

/** The points of a signal as they were frozen when the alert fired; none where it was not part of its evidence then. */
export function frozenPoints({ signals }: Evidence, signal: string, entity: string): HistoryPoint[] {
  const frozen = signals.find(({ definition, entity: of }) => definition.id === signal && of === entity);
  return (frozen?.points ?? []).map(({ time, value, expected, lower, upper, score }) => ({
    time,
    value: known(value),
    expected: known(expected),
    lower: known(lower),
    upper: known(upper),
    score: known(score) ?? 0,
  }));
}

/** A pack writes what is no number as its name, `NaN`. */
function known(exact: number | string): number | null {
  return typeof exact === 'number' ? exact : null;
}

/** What was frozen, and what is remembered from after it. */
export function frozenFirst(frozen: readonly HistoryPoint[], remembered: readonly HistoryPoint[]): HistoryPoint[] {
  const last = frozen.at(-1)?.time ?? '';
  return [...frozen, ...remembered.filter(({ time }) => time > last)];
}
