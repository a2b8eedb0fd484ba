import { z } from 'zod';
import { type Entity, type EntityKind, entityName } from '../model/entity.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import { commonRise, scoreOfRest } from './common-rise.ts';
import { costCauses } from './cost-causes.ts';
import { because, nextStep, techniquesOf } from './cost-words.ts';
import type { Detector, TickView } from './detector.ts';
import { againstLastWeek, atMostLastWeek, beyondLastWeek } from './last-week.ts';
import { evidenceOf, isHigh, isRaised, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, verdict } from './verdict.ts';
import { quantity, times, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'Score from which spending counts where one of its causes (requests, lengths, price) is over its own line',
    ),
  minimumShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe(
      'Extra spending below this share of what the whole installation usually spends an hour is nobody’s night',
    ),
  weekFactor: z
    .number()
    .min(1)
    .default(2)
    .describe(
      'Spending over twenty minutes, in multiples of the highest at this time of day in the last week, from which it counts however slowly it rose',
    ),
  criticalShare: z
    .number()
    .min(0)
    .default(0.25)
    .describe('Extra spending from this share of the usual spending of the whole installation on is critical'),
  criticalScore: z.number().min(1).default(3).describe('From this score on a fifth of criticalShare is critical'),
});
type Settings = z.infer<typeof Settings>;

/** What to look at, and from how much USD/h extra on. */
interface Watch {
  readonly signal: string;
  readonly kind: EntityKind;
  readonly gate: number;
  readonly supportScore: number;
  readonly weekFactor: number;
}

/** One entity's spending over its band, before it is put into words. */
interface Rise {
  readonly entity: Entity;
  /** Against its band; where only last week shows it, the last minutes against last week. */
  readonly cost: Reading;
  readonly isSlow: boolean;
  readonly score: number;
  /** USD/h over the expectation that nobody else's finding explains. */
  readonly extra: number;
  /** The factor by which everybody else's spending rose. */
  readonly common: number;
}

/** Spend velocity of a tenant above its band; then of a namespace's GPUs, and what remains of a model's rise. */
export const costSpike: Detector<Settings> = {
  id: 'cost-spike',
  help: 'Money is spent faster than usual: by a tenant, by a namespace’s GPUs or on a model. Split by cause.',
  needs: [
    { signal: 'cost.rate', entity: 'tenant' },
    { signal: 'cost.gpu', entity: 'namespace' },
    { signal: 'cost.rate', entity: 'model' },
  ],
  techniques: [
    TECHNIQUES.costHarvesting,
    TECHNIQUES.excessiveQueries,
    TECHNIQUES.resourceIntensiveQueries,
    TECHNIQUES.agenticResourceConsumption,
    TECHNIQUES.unboundedConsumption,
  ],
  settings: Settings,
  evaluate(view, settings) {
    const tenantUsual = usualTotal(view, 'cost.rate', 'tenant');
    const modelUsual = usualTotal(view, 'cost.rate', 'model');
    const tokensUsual = Math.max(tenantUsual, modelUsual);
    const { minimumShare, supportScore, weekFactor } = settings;
    const tokens = { signal: 'cost.rate', gate: tokensUsual * minimumShare, supportScore, weekFactor };
    const tenants = rises(view, { ...tokens, kind: 'tenant' });
    const explained = tenants.reduce((sum, { extra }) => sum + extra, 0);
    const models = unexplained(rises(view, { ...tokens, kind: 'model' }), explained);
    const gpusUsual = usualTotal(view, 'cost.gpu', 'namespace');
    const gpus = { signal: 'cost.gpu', gate: gpusUsual * minimumShare, supportScore, weekFactor };
    const namespaces = rises(view, { ...gpus, kind: 'namespace' });
    return [
      ...[...tenants, ...models].map((rise) => tokenFinding(view, rise, tokensUsual, settings)),
      ...namespaces.map((rise) => gpuFinding(view, rise, gpusUsual, settings)),
    ];
  },
};

/** What the installation usually spends an hour: the yardstick of every money gate, so that no gate is in absolute dollars. */
function usualTotal(view: TickView, signal: string, kind: EntityKind): number {
  let total = 0;
  for (const entity of view.entities(kind)) {
    const reading = view.reading(signal, entity);
    if (isUsable(reading)) total += Math.max(0, reading.expected);
  }
  return total;
}

/**
 * Entities that spend beyond their band, or nearly so while a cause of spending is over its own line, or beyond all of last week, with at least
 * `gate` USD/h extra, and even after everybody's common rise is taken out.
 */
function rises(view: TickView, watch: Watch): Rise[] {
  const { signal, kind, gate } = watch;
  const raised = view.entities(kind).flatMap((entity) => candidate(view, entity, watch) ?? []);
  if (raised.length === 0) return [];
  const commonOf = commonRise(view, 'cost.rate', 'tenant');
  return raised.flatMap(({ line, ...rise }) => {
    const { entity, cost } = rise;
    const common = signal === 'cost.rate' ? commonOf(entity) : 1;
    const extra = cost.value - cost.expected;
    const own = rise.isSlow ? cost.score / common : scoreOfRest(cost, cost.value / common);
    return own >= line && extra >= gate ? [{ ...rise, extra, common }] : [];
  });
}

/** How an entity's spending stands out, and the score that must be left of it when everybody's rise is taken out. */
function candidate(view: TickView, entity: Entity, { signal, kind, supportScore, weekFactor }: Watch) {
  const cost = view.reading(signal, entity);
  if (isRaised(cost, 1)) return { entity, cost, score: cost.score, line: 1, isSlow: false };
  if (kind !== 'tenant') return undefined;
  const week = beyondLastWeek(view, entity, signal, weekFactor);
  if (week !== undefined) return { entity, cost: week, score: week.score, line: 1, isSlow: true };
  const cause = isRaised(cost, supportScore) ? supporting(view, entity).find(isHigh) : undefined;
  if (cause === undefined || !isRaised(cost, supportScore)) return undefined;
  return { entity, cost, score: jointScore(cost, cause), line: supportScore, isSlow: false };
}

/** A model's rise counts only where the tenants that are already named do not bring it back into its band. */
function unexplained(models: readonly Rise[], explained: number): Rise[] {
  return models.flatMap((rise) =>
    scoreOfRest(rise.cost, (rise.cost.value - explained) / rise.common) >= 1
      ? [{ ...rise, extra: rise.extra - explained }]
      : [],
  );
}

function tokenFinding(view: TickView, rise: Rise, installation: number, settings: Settings): Finding {
  const { entity, cost, extra, isSlow } = rise;
  // What took its bands along is no change against them: it is held against last week, and so is what made it.
  const causes = costCauses(view, entity, cost, (signal) =>
    isSlow ? againstLastWeek(view, entity, signal) : view.reading(signal, entity),
  );
  const subject =
    entity.kind === 'tenant' ? `Tenant ${entityName(entity)} spends` : `Model ${entityName(entity)} costs`;
  return verdict(costSpike, entity, cost, {
    ...common(rise, installation, settings),
    summary: `${subject} ${quantity(cost.value, 'USD/h')}, ${isSlow ? atMostLastWeek(cost) : usual(cost, 'USD/h')}${because(causes)}.`,
    usdPerHour: extra,
    causes,
    evidence: [cost, ...supporting(view, entity)].map((reading) => evidenceOf(entity, reading)),
    techniques: techniquesOf(causes),
    nextStep: nextStep(entity, causes),
  });
}

function gpuFinding(view: TickView, rise: Rise, installation: number, settings: Settings): Finding {
  const { entity, cost, extra } = rise;
  const gpus = view.reading('gpu.count', entity);
  const name = entityName(entity);
  const more = isUsable(gpus) && gpus.value > gpus.expected;
  return verdict(costSpike, entity, cost, {
    ...common(rise, installation, settings),
    summary: `Namespace ${name} holds GPUs for ${quantity(cost.value, 'USD/h')}, ${usual(cost, 'USD/h')}${more ? `: ${quantity(gpus.value, 'GPUs')} instead of ${quantity(gpus.expected, 'count')}` : ''}.`,
    usdPerHour: extra,
    causes: [{ cause: more ? 'more GPUs' : 'dearer GPUs', share: 1 }],
    evidence: [cost, ...(isUsable(gpus) ? [gpus] : [])].map((reading) => evidenceOf(entity, reading)),
    techniques: [TECHNIQUES.costHarvesting],
    nextStep: `List the newest pods of namespace ${name} that ask for GPUs, and who created them: kubectl get pods -n ${name} --sort-by=.metadata.creationTimestamp.`,
  });
}

function common({ cost, score, extra, common: factor }: Rise, installation: number, settings: Settings) {
  const excused = Math.min(1, Math.max(0, (cost.expected * (factor - 1)) / extra));
  return {
    severity: severityOf(extra, installation, score, settings),
    score,
    confidence: cost.confidence * (1 - excused),
    doubts: factor > 1.1 ? [`Most tenants spend more than usual now (${times(factor)} at the median).`] : [],
  };
}

function severityOf(extra: number, installation: number, score: number, settings: Settings): Severity {
  const share = installation > 0 ? extra / installation : 1;
  const line = score >= settings.criticalScore ? settings.criticalShare / 5 : settings.criticalShare;
  return share >= line ? 'critical' : 'warning';
}

const SUPPORTING = [
  'requests.rate',
  'tokens.inputPerRequest',
  'tokens.outputPerRequest',
  'cost.perToken',
  'cache.hitRatio',
];

function supporting(view: TickView, entity: Entity): Reading[] {
  return SUPPORTING.flatMap((signal) => {
    const reading = view.reading(signal, entity);
    return isUsable(reading) ? [reading] : [];
  }).sort((a, b) => b.score - a.score);
}
