import { z } from 'zod';
import { type Entity, type EntityKind, entityName } from '../model/entity.ts';
import type { Cause, Finding, Severity } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import { commonRise, scoreOfRest } from './common-rise.ts';
import { moreRequests } from './demand.ts';
import type { Detector, TickView } from './detector.ts';
import { beyondLastWeek } from './last-week.ts';
import { evidenceOf, growth, isHigh, isRaised, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, verdict } from './verdict.ts';
import { quantity, times, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Score from which a signal is a witness; two are needed, one of them over its line'),
  weekFactor: z
    .number()
    .min(1)
    .default(1.5)
    .describe(
      'Length of answers over twenty minutes, in multiples of the longest at this time of day in the last week, from which it counts by itself',
    ),
  criticalShare: z
    .number()
    .min(0)
    .default(0.1)
    .describe('Extra output from this share of what the whole installation usually puts out on is critical'),
});
type Settings = z.infer<typeof Settings>;

/** Which signals speak of one kind of entity: of the shape of an answer, and of the volume carried out. */
interface Watch {
  readonly kind: EntityKind;
  readonly shapes: readonly [string, ...string[]];
  readonly volume: string;
}

const TENANT: Watch = {
  kind: 'tenant',
  shapes: ['tokens.outputPerRequest', 'tokens.outputInputRatio'],
  volume: 'tokens.output',
};
const SERVICE: Watch = { kind: 'service', shapes: ['bytes.responsePerRequest'], volume: 'bytes.response' };

/** More comes out a request than usual, and more in all: answers carry something they did not carry before. */
export const outputExfiltration: Detector<Settings> = {
  id: 'output-exfiltration',
  help: 'Answers are longer than usual and more leaves in all, at a request count that does not explain it.',
  needs: [
    { signal: 'tokens.outputPerRequest', entity: 'tenant' },
    { signal: 'tokens.output', entity: 'tenant' },
    { signal: 'bytes.responsePerRequest', entity: 'service' },
    { signal: 'bytes.response', entity: 'service' },
  ],
  techniques: [TECHNIQUES.exfiltrationByInference, TECHNIQUES.sensitiveInformation],
  settings: Settings,
  evaluate(view, settings) {
    const tenants = suspects(view, TENANT, settings);
    const tokens = tokenGrowth(view);
    const services = suspects(view, SERVICE, settings).filter(
      ({ shape }) => tenants.length === 0 || growth(shape) > tokens * BYTES_SLACK,
    );
    return [...tenants, ...services].map((suspect) => findingOf(view, suspect, settings));
  },
};

/** Bytes on the wire follow tokens only roughly (streaming frames, compression): growth within this factor is the same growth. */
const BYTES_SLACK = 1.25;

interface Suspect {
  readonly watch: Watch;
  readonly entity: Entity;
  /** The strongest signal of the shape of an answer. */
  readonly shape: Reading;
  /** The second witness: another shape, or the volume. */
  readonly support: Reading;
  readonly volume: Reading;
  readonly common: number;
}

/**
 * Entities whose answers grew and that put out more in all: long answers to fewer questions carry nothing out. Two witnesses, one of them
 * over its line, or answers beyond all of last week; what everybody's answers grew alike is taken out first.
 */
function suspects(view: TickView, watch: Watch, settings: Settings): Suspect[] {
  const raised = view.entities(watch.kind).flatMap((entity) => {
    const volume = view.reading(watch.volume, entity);
    if (!isUsable(volume) || volume.value <= volume.expected) return [];
    const week = beyondLastWeek(view, entity, watch.shapes[0], settings.weekFactor);
    if (week !== undefined) return [{ watch, entity, shape: week, support: volume, volume }];
    const [shape, other] = watch.shapes
      .flatMap((signal) => view.reading(signal, entity) ?? [])
      .filter((reading) => isRaised(reading, settings.supportScore))
      .sort(byScore);
    if (shape === undefined) return [];
    const support = other !== undefined && other.score > volume.score ? other : volume;
    const joint = support.score >= settings.supportScore && (isHigh(shape) || isHigh(support));
    return joint ? [{ watch, entity, shape, support, volume }] : [];
  });
  if (raised.length === 0) return [];
  const commonOf = commonRise(view, watch.shapes[0], watch.kind);
  return raised
    .map((suspect) => ({ ...suspect, common: commonOf(suspect.entity) }))
    .filter(({ shape, common }) => scoreOfRest(shape, shape.value / common) >= settings.supportScore);
}

function byScore(a: Reading, b: Reading): number {
  return b.score - a.score;
}

/** By which factor all tenants' output a request grew together: what an ingress in front of them would see of it. */
function tokenGrowth(view: TickView): number {
  let now = 0;
  let usual = 0;
  for (const tenant of view.entities('tenant')) {
    const reading = view.reading('tokens.output', tenant);
    if (!isUsable(reading)) continue;
    now += reading.value;
    usual += reading.expected;
  }
  return usual > 0 ? Math.max(1, now / usual) : 1;
}

function findingOf(view: TickView, suspect: Suspect, settings: Settings): Finding {
  const { entity, shape, support, volume, common } = suspect;
  const money = view.reading('cost.rate', entity);
  const usdPerHour = isUsable(money) && money.value > money.expected ? money.value - money.expected : undefined;
  const requests = moreRequests(view, entity);
  return verdict(outputExfiltration, entity, shape, {
    severity: severityOf(view, suspect, settings),
    score: jointScore(shape, support),
    confidence: Math.min(shape.confidence, volume.confidence) / common,
    summary: summaryOf(suspect, requests),
    ...(usdPerHour === undefined ? {} : { usdPerHour }),
    causes: causesOf(suspect, requests),
    evidence: [...new Set([shape, support, volume])].map((reading) => evidenceOf(entity, reading)),
    nextStep: nextStep(entity),
    doubts: doubts(common, requests),
  });
}

function summaryOf({ entity, shape, volume }: Suspect, requests: Reading | undefined): string {
  const subject =
    entity.kind === 'tenant' ? `Answers to tenant ${entityName(entity)}` : `Responses of service ${entityName(entity)}`;
  const measure =
    shape.signal.unit === 'ratio'
      ? `hold ${quantity(shape.value, 'ratio')} of the prompt's tokens`
      : `hold ${quantity(shape.value, shape.signal.unit)}`;
  const factor = growth(volume);
  const more = Number.isFinite(factor) ? `, ${times(factor)} the usual output at ${asked(requests)}` : '';
  return `${subject} ${measure}, ${usual(shape, shape.signal.unit)}${more}.`;
}

function asked(requests: Reading | undefined): string {
  if (requests === undefined) return 'a usual number of requests';
  const factor = growth(requests);
  return Number.isFinite(factor) ? `${times(factor)} the usual number of requests` : 'more requests than usual';
}

/** What leaves is requests times what each carries: their logarithms share it out. */
function causesOf({ entity, volume }: Suspect, requests: Reading | undefined): Cause[] {
  const larger = entity.kind === 'tenant' ? 'longer outputs' : 'larger responses';
  const all = Math.log(growth(volume));
  const asked = requests === undefined ? 0 : Math.log(growth(requests));
  if (!(asked > 0 && asked < all && Number.isFinite(all))) return [{ cause: larger, share: 1 }];
  const share = asked / all;
  const causes = [
    { cause: larger, share: 1 - share },
    { cause: 'more requests', share },
  ];
  return causes.sort((a, b) => b.share - a.share);
}

function severityOf(view: TickView, { watch, volume }: Suspect, settings: Settings): Severity {
  let usual = 0;
  for (const entity of view.entities(watch.kind)) {
    const reading = view.reading(watch.volume, entity);
    if (isUsable(reading)) usual += Math.max(0, reading.expected);
  }
  return usual > 0 && (volume.value - volume.expected) / usual >= settings.criticalShare ? 'critical' : 'warning';
}

function doubts(common: number, requests: Reading | undefined): string[] {
  return [
    ...(common > 1.1 ? [`Others answer longer too (${times(common)} at the median): a new model or template?`] : []),
    ...(requests !== undefined ? ['It also asks more often than usual: a new use rather than a quiet drip?'] : []),
  ];
}

function nextStep(entity: Entity): string {
  const name = entityName(entity);
  return entity.kind === 'tenant'
    ? `Read the longest answers to ${name} of the last hour: do they repeat documents, records or prompts? If so revoke its key and keep the logs.`
    : `Find the paths and clients with the largest responses of ${name} in its access log; block the client if the data should not leave.`;
}
