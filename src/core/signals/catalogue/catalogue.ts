import type { Exporter } from '../exporter.ts';
import { DCGM_EXPORTER } from './dcgm-exporter.ts';
import { LITELLM } from './litellm.ts';
import { TRAEFIK } from './traefik.ts';
import { VLLM } from './vllm.ts';

/** Every exporter Gauger knows. Where two know a metric name, the first that applies to the target counts. */
export const CATALOGUE: readonly Exporter[] = [DCGM_EXPORTER, VLLM, LITELLM, TRAEFIK];
