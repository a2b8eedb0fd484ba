import { INFINITY, max, min } from './arithmetic.ts';
import { GATEWAY_SERVICE, PODS, SPARE_GPUS } from './fleet.ts';
import { TENANTS } from './tenants.ts';
import { WORKLOAD_PODS } from './workloads.ts';

/** What can be staged in the simulated cluster. */
export const ATTACK_KINDS = [
  'stolen-key',
  'output-exfiltration',
  'keys-tried',
  'prompt-injection',
  'miner',
  'memory-squeeze',
  'swapped-image',
  'leaving-weights',
] as const;
export type AttackKind = (typeof ATTACK_KINDS)[number];

/** Something bad that happens to one entity of the cluster. */
export interface Attack {
  readonly kind: AttackKind;
  /** The name of what is hit, see `ENTITIES`: a tenant, a service, a spare GPU or a pod. */
  readonly entity: string;
  readonly startMs: number;
  /** Absent: it goes on for ever. */
  readonly endMs?: number;
  /** `step`: full strength at once; `ramp`: growing to it over ten minutes. */
  readonly shape: 'step' | 'ramp';
}

const tenants = TENANTS.map(({ name }) => name);

/** What each kind of attack can hit. */
const ENTITIES: Readonly<Record<AttackKind, readonly string[]>> = {
  'stolen-key': tenants,
  'output-exfiltration': tenants,
  'keys-tried': [GATEWAY_SERVICE],
  'prompt-injection': tenants,
  miner: SPARE_GPUS,
  'memory-squeeze': PODS.map(({ name }) => name),
  'swapped-image': WORKLOAD_PODS.filter(({ role }) => role === 'chat').map(({ pod }) => pod),
  'leaving-weights': PODS.map(({ name }) => name),
};

/** What the attacks of one moment do to a tenant's traffic. */
export interface TrafficFactors {
  readonly requests: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

const RAMP_MS = 600_000;

/** Strengths: enough to be news for the entity, too little to bring its model's pods into contention. */
const STOLEN_KEY: TrafficFactors = { requests: 8, promptTokens: 2, outputTokens: 1 };
const EXFILTRATION: TrafficFactors = { requests: 1, promptTokens: 1, outputTokens: 6 };

/** How far an attack has come at a time: 0 before and after, 1 at full strength. */
function intensity(attack: Attack, timeMs: number): number {
  if (timeMs < attack.startMs || timeMs >= (attack.endMs ?? INFINITY)) return 0;
  return attack.shape === 'step' ? 1 : min(1, (timeMs - attack.startMs) / RAMP_MS);
}

/** The factors on a tenant's traffic at a time. */
export function trafficFactors(attacks: readonly Attack[], tenant: string, timeMs: number): TrafficFactors {
  const stolen = strength(attacks, { kind: 'stolen-key', entity: tenant }, timeMs);
  const carried = strength(attacks, { kind: 'output-exfiltration', entity: tenant }, timeMs);
  const factor = (of: keyof TrafficFactors) =>
    (1 + (STOLEN_KEY[of] - 1) * stolen) * (1 + (EXFILTRATION[of] - 1) * carried);
  return { requests: factor('requests'), promptTokens: factor('promptTokens'), outputTokens: factor('outputTokens') };
}

/** How strongly attacks of a kind hit an entity at a time, 0 to 1; the strongest of several counts. */
export function strength(
  attacks: readonly Attack[],
  { kind, entity }: Pick<Attack, 'kind' | 'entity'>,
  timeMs: number,
): number {
  let strongest = 0;
  for (const attack of attacks) {
    if (attack.kind === kind && attack.entity === entity) strongest = max(strongest, intensity(attack, timeMs));
  }
  return strongest;
}

/** When something was done to an entity that its end does not undo; undefined where it was not, or not yet. */
export function doneMs(
  attacks: readonly Attack[],
  { kind, entity }: Pick<Attack, 'kind' | 'entity'>,
  timeMs: number,
): number | undefined {
  return attacks.find((attack) => attack.kind === kind && attack.entity === entity && attack.startMs <= timeMs)
    ?.startMs;
}

/** Throws for an attack on something that is not in the cluster. */
export function assertKnown({ kind, entity }: Attack): void {
  if (!ENTITIES[kind].includes(entity)) {
    throw new Error(`${kind} of ${entity}: the simulated cluster has ${ENTITIES[kind].join(', ')}`);
  }
}
