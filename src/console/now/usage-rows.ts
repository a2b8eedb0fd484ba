import type { Entity, Signal } from '../api/types.ts';

/** What one tenant or model uses. */
export interface UsageRow {
  readonly entity: Entity;
  readonly cost?: Signal;
  readonly input?: Signal;
  readonly output?: Signal;
}

/** Joins the signals of the same entity; what stands out comes first, then the dearest and the busiest. */
export function usageRows(signals: readonly Signal[]): UsageRow[] {
  const rows = new Map<string, UsageRow>();
  for (const signal of signals) {
    const row = rows.get(signal.entity.key) ?? { entity: signal.entity };
    const field = FIELDS[signal.signal];
    if (field !== undefined) rows.set(signal.entity.key, { ...row, [field]: signal });
  }
  return [...rows.values()].sort((a, b) => compare(a, b));
}

const FIELDS: Readonly<Record<string, 'cost' | 'input' | 'output'>> = {
  'cost.rate': 'cost',
  'tokens.input': 'input',
  'tokens.output': 'output',
};

function compare(a: UsageRow, b: UsageRow): number {
  return (
    Number(isUnusual(b)) - Number(isUnusual(a)) ||
    (b.cost?.value ?? 0) - (a.cost?.value ?? 0) ||
    (b.output?.value ?? 0) - (a.output?.value ?? 0) ||
    a.entity.name.localeCompare(b.entity.name)
  );
}

/** Is one of its signals beyond the alert line? */
export function isUnusual({ cost, input, output }: UsageRow): boolean {
  return [cost, input, output].some((signal) => (signal?.score ?? 0) >= 1);
}

/** The sum of what is known; undefined where nothing is. */
export function total(values: readonly (number | null | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
