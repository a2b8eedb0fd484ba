import { budgetBurn } from './budget-burn.ts';
import { costSpike } from './cost-spike.ts';
import { credentialAbuse } from './credential-abuse.ts';
import type { Detector } from './detector.ts';
import { gpuFault } from './gpu-fault.ts';
import { gpuMemoryContention } from './gpu-memory-contention.ts';
import { gpuMemoryLeak } from './gpu-memory-leak.ts';
import { guardrailSilence } from './guardrail-silence.ts';
import { guardrailSpike } from './guardrail-spike.ts';
import { inferenceOverload } from './inference-overload.ts';
import { modelExtraction } from './model-extraction.ts';
import { outputExfiltration } from './output-exfiltration.ts';
import { supplyChainDrift } from './supply-chain-drift.ts';
import { telemetrySilence } from './telemetry-silence.ts';
import { unknownGpuWorkload } from './unknown-gpu-workload.ts';
import { weightExfiltration } from './weight-exfiltration.ts';

/** Every detector, in report order. A new one is a file beside this one and a line here; the contract's spec finds it by itself. */
export const DETECTORS: readonly Detector[] = [
  costSpike,
  budgetBurn,
  outputExfiltration,
  weightExfiltration,
  modelExtraction,
  gpuMemoryContention,
  gpuMemoryLeak,
  unknownGpuWorkload,
  inferenceOverload,
  guardrailSpike,
  guardrailSilence,
  credentialAbuse,
  gpuFault,
  supplyChainDrift,
  telemetrySilence,
];
