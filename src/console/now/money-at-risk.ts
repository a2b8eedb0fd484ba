import type { Alert } from '../api/types.ts';

/** What the open alerts cost beyond the usual; absent where no money moves. */
export interface MoneyAtRisk {
  readonly perHour?: number;
  readonly soFar?: number;
}

/**
 * Two alerts of one incident see the same money (a tenant's and its model's), so each incident counts with its dearest alert. What a
 * person called planned or false is no loss.
 */
export function moneyAtRisk(alerts: readonly Alert[]): MoneyAtRisk {
  const dearest = new Map<string, { perHour: number; soFar: number }>();
  for (const alert of alerts) {
    if (!isAtRisk(alert)) continue;
    const group = alert.incidentId ?? alert.id;
    const known = dearest.get(group) ?? { perHour: 0, soFar: 0 };
    dearest.set(group, {
      perHour: Math.max(known.perHour, alert.usdPerHour ?? 0),
      soFar: Math.max(known.soFar, alert.usdTotal ?? 0),
    });
  }
  if (dearest.size === 0) return {};
  const sum = (pick: (one: { perHour: number; soFar: number }) => number) =>
    [...dearest.values()].reduce((total, one) => total + pick(one), 0);
  return { perHour: sum(({ perHour }) => perHour), soFar: sum(({ soFar }) => soFar) };
}

function isAtRisk({ state, verdict, usdPerHour, usdTotal }: Alert): boolean {
  const isLoss = verdict === undefined || verdict.verdict === 'true';
  return state !== 'resolved' && isLoss && (usdPerHour ?? usdTotal ?? null) !== null;
}
