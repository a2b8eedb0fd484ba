import type { Attack, AttackKind } from './attacks.ts';
import { GATEWAY_SERVICE, GUARDRAIL, NEIGHBOUR, SERVING_NAMESPACE } from './fleet.ts';

/** An attack of the demonstration with the alert that it should raise. */
export interface StagedAttack {
  readonly attack: Attack;
  readonly story: string;
  readonly alertname: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The attacks of `gauger demo`, one a family of alerts; all begin within 85 seconds of the time given (Unix ms). */
export function stagedAttacks(fromMs: number): readonly StagedAttack[] {
  const attack = (kind: AttackKind, entity: string, afterMs: number): Attack => {
    return { kind, entity, startMs: fromMs + afterMs, shape: 'step' };
  };
  return [
    {
      attack: attack('stolen-key', 'onboarding-bot', 15_000),
      story: 'somebody uses the key of onboarding-bot: eight times the requests, prompts twice as long',
      alertname: 'cost-spike',
      labels: { tenant: 'onboarding-bot' },
    },
    {
      attack: attack('keys-tried', GATEWAY_SERVICE, 28_000),
      story: 'somebody tries keys at the gateway: a hundred requests a second are refused with 401',
      alertname: 'credential-abuse',
      labels: { service: GATEWAY_SERVICE },
    },
    {
      attack: attack('swapped-image', 'open-webui-0', 34_000),
      story: 'open-webui-0 restarts, and another build now hides behind the tag of its image',
      alertname: 'supply-chain-drift',
      labels: { namespace: 'ai-apps', pod: 'open-webui-0' },
    },
    {
      attack: attack('output-exfiltration', 'contract-search', 40_000),
      story: 'contract-search pulls six times the output out of each request, at an unchanged number of requests',
      alertname: 'output-exfiltration',
      labels: { tenant: 'contract-search' },
    },
    {
      attack: attack('miner', 'gpu-node-2/6', 55_000),
      story: 'a miner starts on spare GPU 6 of gpu-node-2, in no pod that Kubernetes knows of',
      alertname: 'unknown-gpu-workload',
      labels: { gpu: '6', Hostname: 'gpu-node-2' },
    },
    {
      attack: attack('leaving-weights', 'vllm-qwen2-5-32b-1', 62_000),
      story: 'the weights of vllm-qwen2-5-32b-1 are read from its volume and sent away, 52 MB a second',
      alertname: 'weight-exfiltration',
      labels: { namespace: SERVING_NAMESPACE, pod: 'vllm-qwen2-5-32b-1' },
    },
    {
      attack: attack('memory-squeeze', 'vllm-llama-3-3-70b-1', 70_000),
      story: `${NEIGHBOUR.namespace}/${NEIGHBOUR.pod} takes the memory of a GPU of vllm-llama-3-3-70b-1`,
      alertname: 'gpu-memory-contention',
      labels: { namespace: SERVING_NAMESPACE, pod: 'vllm-llama-3-3-70b-1' },
    },
    {
      attack: attack('prompt-injection', 'support-chat', 82_000),
      story: 'a script works through jailbreaks behind support-chat: thirty prompts a second that the guardrail stops',
      alertname: 'guardrail-spike',
      labels: { guardrail_name: GUARDRAIL },
    },
  ];
}
