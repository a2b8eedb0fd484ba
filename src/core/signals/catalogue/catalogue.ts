import type { Exporter } from '../exporter.ts';
import { CADVISOR } from './cadvisor.ts';
import { DCGM_EXPORTER } from './dcgm-exporter.ts';
import { EXTERNAL_SECRETS } from './external-secrets.ts';
import { GEN_AI_GATEWAY } from './gen-ai-gateway.ts';
import { GUARDRAILS } from './guardrails.ts';
import { HAPROXY } from './haproxy.ts';
import { INFERENCE_EXTENSION } from './inference-extension.ts';
import { INGRESS_NGINX } from './ingress-nginx.ts';
import { KONG } from './kong.ts';
import { KSERVE } from './kserve.ts';
import { KUBE_APISERVER } from './kube-apiserver.ts';
import { KUBE_STATE_METRICS } from './kube-state-metrics.ts';
import { KUBELET_VOLUMES } from './kubelet-volumes.ts';
import { LITELLM } from './litellm.ts';
import { LLAMA_CPP } from './llama-cpp.ts';
import { NIM } from './nim.ts';
import { NODE_EXPORTER } from './node-exporter.ts';
import { OPENBAO } from './openbao.ts';
import { RAY_SERVE } from './ray-serve.ts';
import { SELDON } from './seldon.ts';
import { SGLANG } from './sglang.ts';
import { TENSORRT_LLM } from './tensorrt-llm.ts';
import { TGI } from './tgi.ts';
import { TRAEFIK } from './traefik.ts';
import { TRITON } from './triton.ts';
import { VLLM } from './vllm.ts';

/** Every exporter Gauger knows. Where two know a metric name, the first that applies to the target counts. */
export const CATALOGUE: readonly Exporter[] = [
  DCGM_EXPORTER,
  VLLM,
  SGLANG,
  TGI,
  TRITON,
  TENSORRT_LLM,
  LLAMA_CPP,
  RAY_SERVE,
  KSERVE,
  SELDON,
  NIM,
  LITELLM,
  GEN_AI_GATEWAY,
  KONG,
  INFERENCE_EXTENSION,
  TRAEFIK,
  INGRESS_NGINX,
  HAPROXY,
  KUBE_STATE_METRICS,
  CADVISOR,
  KUBELET_VOLUMES,
  NODE_EXPORTER,
  KUBE_APISERVER,
  OPENBAO,
  EXTERNAL_SECRETS,
  ...GUARDRAILS,
];
