import { INFINITY, max, min } from './arithmetic.ts';
import { NEIGHBOUR, PODS, SERVING_NAMESPACE } from './fleet.ts';
import { TENANTS } from './tenants.ts';

export const ATTACK_KINDS = ['stolen-key', 'output-exfiltration', 'memory-squeeze'] as const;
export type AttackKind = (typeof ATTACK_KINDS)[number];

/** Something bad that happens to one tenant or pod. */
export interface Attack {
  readonly kind: AttackKind;
  /** The tenant's name, or for a memory squeeze the pod's. */
  readonly entity: string;
  readonly startMs: number;
  /** Absent: it goes on for ever. */
  readonly endMs?: number;
  /** `step`: full strength at once; `ramp`: growing to it over ten minutes. */
  readonly shape: 'step' | 'ramp';
}

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
export function intensity(attack: Attack, timeMs: number): number {
  if (timeMs < attack.startMs || timeMs >= (attack.endMs ?? INFINITY)) return 0;
  return attack.shape === 'step' ? 1 : min(1, (timeMs - attack.startMs) / RAMP_MS);
}

/** The factors on a tenant's traffic at a time. */
export function trafficFactors(attacks: readonly Attack[], tenant: string, timeMs: number): TrafficFactors {
  let factors: TrafficFactors = { requests: 1, promptTokens: 1, outputTokens: 1 };
  for (const attack of attacks) {
    if (attack.entity !== tenant || attack.kind === 'memory-squeeze') continue;
    const full = attack.kind === 'stolen-key' ? STOLEN_KEY : EXFILTRATION;
    const part = intensity(attack, timeMs);
    factors = {
      requests: factors.requests * (1 + (full.requests - 1) * part),
      promptTokens: factors.promptTokens * (1 + (full.promptTokens - 1) * part),
      outputTokens: factors.outputTokens * (1 + (full.outputTokens - 1) * part),
    };
  }
  return factors;
}

/** How hard a second process squeezes a pod's first GPU at a time, 0 to 1. */
export function squeeze(attacks: readonly Attack[], pod: string, timeMs: number): number {
  let strongest = 0;
  for (const attack of attacks) {
    if (attack.kind !== 'memory-squeeze' || attack.entity !== pod) continue;
    strongest = max(strongest, intensity(attack, timeMs));
  }
  return strongest;
}

/** Throws for an attack on something that is not in the cluster. */
export function assertKnown(attack: Attack): void {
  const names = attack.kind === 'memory-squeeze' ? PODS.map((pod) => pod.name) : TENANTS.map((tenant) => tenant.name);
  if (!names.includes(attack.entity)) {
    throw new Error(`${attack.kind} of ${attack.entity}: the simulated cluster has ${names.join(', ')}`);
  }
}

/** An attack of the demonstration with the alert that it should raise. */
export interface StagedAttack {
  readonly attack: Attack;
  readonly story: string;
  readonly alertname: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The three attacks of `gauger demo`; all begin within 75 seconds of the time given. */
export function stagedAttacks(fromMs: number): readonly StagedAttack[] {
  return [
    {
      attack: { kind: 'stolen-key', entity: 'onboarding-bot', startMs: fromMs + 15_000, shape: 'step' },
      story: 'somebody uses the key of onboarding-bot: eight times the requests, prompts twice as long',
      alertname: 'cost-spike',
      labels: { tenant: 'onboarding-bot' },
    },
    {
      attack: { kind: 'output-exfiltration', entity: 'contract-search', startMs: fromMs + 40_000, shape: 'step' },
      story: 'contract-search pulls six times the output out of each request, at an unchanged number of requests',
      alertname: 'output-exfiltration',
      labels: { tenant: 'contract-search' },
    },
    {
      attack: { kind: 'memory-squeeze', entity: 'vllm-llama-3-3-70b-1', startMs: fromMs + 70_000, shape: 'step' },
      story: `${NEIGHBOUR.namespace}/${NEIGHBOUR.pod} takes the memory of a GPU of vllm-llama-3-3-70b-1`,
      alertname: 'gpu-memory-contention',
      labels: { namespace: SERVING_NAMESPACE, pod: 'vllm-llama-3-3-70b-1' },
    },
  ];
}
