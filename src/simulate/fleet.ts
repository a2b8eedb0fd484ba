/** A model as it is served: name, price and size of one replica. */
export interface ModelPlan {
  /** The name at the gateway, under which vLLM serves it too (`--served-model-name`). */
  readonly name: string;
  readonly inputUsdPerToken: number;
  readonly outputUsdPerToken: number;
  readonly gpusPerReplica: number;
  /** Seconds to the first token, and between tokens, of an idle replica. */
  readonly firstTokenSeconds: number;
  readonly interTokenSeconds: number;
}

/** Prices are what public providers asked per token in 2025; times are those of an H100 with a short batch. */
export const MODELS: readonly ModelPlan[] = [
  {
    name: 'llama-3.3-70b',
    inputUsdPerToken: 0.9e-6,
    outputUsdPerToken: 0.9e-6,
    gpusPerReplica: 4,
    firstTokenSeconds: 0.11,
    interTokenSeconds: 0.026,
  },
  {
    name: 'qwen2.5-32b',
    inputUsdPerToken: 0.4e-6,
    outputUsdPerToken: 0.6e-6,
    gpusPerReplica: 2,
    firstTokenSeconds: 0.07,
    interTokenSeconds: 0.019,
  },
  {
    name: 'llama-3.1-8b',
    inputUsdPerToken: 0.08e-6,
    outputUsdPerToken: 0.1e-6,
    gpusPerReplica: 1,
    firstTokenSeconds: 0.035,
    interTokenSeconds: 0.008,
  },
];

/** One vLLM pod and the GPUs it holds. */
export interface PodPlan {
  readonly name: string;
  readonly model: ModelPlan;
  readonly node: string;
  readonly gpus: readonly number[];
}

/** Where the model servers run. */
export const SERVING_NAMESPACE = 'ai-serving';
export const NODES = ['gpu-node-1', 'gpu-node-2'] as const;
export const GPUS_PER_NODE = 8;

/** The pod that a memory squeeze brings to a GPU that is already taken. */
export const NEIGHBOUR = { container: 'notebook', namespace: 'research', pod: 'notebook-gpu-0' } as const;

/** The gateway as Traefik names it, and the guardrail that LiteLLM asks before each call. */
export const GATEWAY_SERVICE = 'ai-gateway-litellm-4000@kubernetes';
/** The name that the gateway gives its guardrail. */
export const GUARDRAIL = 'prompt-shield';

/** Two replicas of each model, packed onto the nodes in order; the last two GPUs stay spare. */
export const PODS: readonly PodPlan[] = packed();

/** GPUs that no pod holds, as `node/index`. */
export const SPARE_GPUS: readonly string[] = NODES.flatMap((node) =>
  Array.from({ length: GPUS_PER_NODE }, (_, index) => index)
    .filter((index) => !PODS.some((pod) => pod.node === node && pod.gpus.includes(index)))
    .map((index) => `${node}/${index}`),
);

function packed(): PodPlan[] {
  const pods: PodPlan[] = [];
  let next = 0;
  for (const model of MODELS) {
    for (const replica of [0, 1]) {
      const gpus = Array.from({ length: model.gpusPerReplica }, (_, i) => (next + i) % GPUS_PER_NODE);
      const node = NODES[Math.floor(next / GPUS_PER_NODE)] ?? NODES[0];
      pods.push({ name: `vllm-${model.name.replaceAll('.', '-')}-${replica}`, model, node, gpus });
      next += model.gpusPerReplica;
    }
  }
  return pods;
}

/** The plan of a model by its name at the gateway. */
export function modelPlan(name: string): ModelPlan {
  const plan = MODELS.find((model) => model.name === name);
  if (plan === undefined) throw new Error(`no model ${name} in the simulated cluster`);
  return plan;
}
