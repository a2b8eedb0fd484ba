import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { money, percent, plainNumber } from './wording.ts';

const Settings = z.object({
  budgets: z
    .record(z.string(), z.number().positive())
    .default({})
    .describe(
      'USD a day (UTC) by name of a tenant, its team or key; * for everybody else. Without it nobody has a budget',
    ),
  minimumShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of the budget that must be spent before its end is foretold'),
});
type Settings = z.infer<typeof Settings>;

const MS_PER_HOUR = 3_600_000;
const HOURS_A_DAY = 24;

/** A tenant whose budget of the day is spent, or will be before midnight if it goes on like this. */
export const budgetBurn: Detector<Settings> = {
  id: 'budget-burn',
  help: "A tenant's budget of the day is spent or will be before the day ends at the present rate; only where budgets are stated.",
  needs: [
    { signal: 'cost.today', entity: 'tenant' },
    { signal: 'cost.rate', entity: 'tenant' },
  ],
  techniques: [TECHNIQUES.unboundedConsumption],
  settings: Settings,
  evaluate(view, settings) {
    if (Object.keys(settings.budgets).length === 0) return [];
    return view.entities('tenant').flatMap((tenant) => burnOf(view, tenant, settings) ?? []);
  },
};

/** The budget stated for a tenant under any of its names. */
function budgetOf({ identity, labels }: Entity, budgets: Settings['budgets']): number | undefined {
  const name = [...Object.values(identity), ...Object.values(labels)].find((value) => Object.hasOwn(budgets, value));
  return budgets[name ?? '*'];
}

function burnOf(view: TickView, tenant: Entity, { budgets, minimumShare }: Settings): Finding | undefined {
  const budget = budgetOf(tenant, budgets);
  const today = view.reading('cost.today', tenant);
  const rate = view.reading('cost.rate', tenant);
  if (budget === undefined || !isUsable(today) || !isUsable(rate)) return undefined;
  const hoursLeft = HOURS_A_DAY - ((view.timeMs / MS_PER_HOUR) % HOURS_A_DAY);
  const projected = today.value + Math.max(0, rate.value) * hoursLeft;
  const isSpent = today.value >= budget;
  if (!isSpent && (projected < budget || today.value < minimumShare * budget)) return undefined;
  return findingOf({ tenant, today, rate, budget, projected, isSpent });
}

interface Burn {
  readonly tenant: Entity;
  readonly today: Reading;
  readonly rate: Reading;
  readonly budget: number;
  readonly projected: number;
  readonly isSpent: boolean;
}

function findingOf({ tenant, today, rate, budget, projected, isSpent }: Burn): Finding {
  const name = entityName(tenant);
  const hours = rate.value > 0 ? (budget - today.value) / rate.value : 0;
  const end = isSpent ? 'it is used up' : `it ends in ${plainNumber(Math.round(hours * 10) / 10)} h`;
  const spent = { ...today, expected: budget, lower: 0, upper: budget };
  return verdict(budgetBurn, tenant, spent, {
    byLimit: true,
    severity: isSpent ? 'critical' : 'warning',
    score: Math.max(1, projected / budget),
    confidence: rate.confidence,
    summary: `Tenant ${name} has spent ${money(today.value)} of the ${money(budget)} it has for the day (${percent(today.value / budget)}) and spends ${money(rate.value)}/h: ${end}.`,
    usdPerHour: Math.max(0, rate.value),
    causes: [{ cause: isSpent ? 'budget spent' : 'budget ends before the day', share: 1 }],
    evidence: [evidenceOf(tenant, today), evidenceOf(tenant, rate)],
    nextStep: `Ask the owner of ${name} whether it is expected; raise the budget, or set a limit on its key at the gateway.`,
  });
}
