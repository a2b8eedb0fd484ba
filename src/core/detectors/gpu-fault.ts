import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isHigh, isLow } from './readings.ts';
import { numbersOf } from './verdict.ts';
import { band, quantity } from './wording.ts';
import { type HardwareXid, hardwareXid } from './xid-codes.ts';

const Settings = z.object({
  hotCelsius: z
    .number()
    .default(75)
    .describe(
      'GPU temperature from which an unusual one counts: data-centre GPUs slow down at 80 to 90, never below this',
    ),
});
type Settings = z.infer<typeof Settings>;

const REMEDIES: Record<HardwareXid['remedy'], string> = {
  restart: 'restart the pods on it and have the GPU checked at the next maintenance',
  reset: 'drain its pods, reset it (nvidia-smi --gpu-reset), and have it checked if the code comes again',
  node: 'cordon and drain the node, restart it, and open a case with the vendor if the GPU does not come back',
};

/** A broken or overheated GPU: what looks like an attack next to it is most likely this. */
export const gpuFault: Detector<Settings> = {
  id: 'gpu-fault',
  help: 'The driver reports a hardware fault (XID), or the GPU is too hot to keep its pace. Crashes of applications are left out.',
  needs: [{ signal: 'gpu.xid', entity: 'gpu' }],
  techniques: [],
  settings: Settings,
  evaluate(view, settings) {
    return view.entities('gpu').flatMap((gpu) => reported(view, gpu) ?? hot(view, gpu, settings) ?? []);
  },
};

/** The code changed to a hardware fault lately: a code that has stood for hours is part of the baseline, nobody knows its age. */
function reported(view: TickView, gpu: Entity): Finding | undefined {
  const xid = view.reading('gpu.xid', gpu);
  if (!(isHigh(xid) || isLow(xid))) return undefined;
  const hardware = hardwareXid(xid.value);
  if (hardware === undefined) return undefined;
  return {
    ...common(gpu, xid),
    severity: hardware.remedy === 'restart' ? 'warning' : 'critical',
    summary: `${named(gpu)} reports XID ${xid.value}: ${hardware.fault}.`,
    causes: [{ cause: hardware.fault, share: 1 }],
    nextStep: `Take ${entityName(gpu)} out of use: ${REMEDIES[hardware.remedy]}.`,
  };
}

/** Heat counts when it slows the GPU down: its pod's tokens come late. */
function hot(view: TickView, gpu: Entity, settings: Settings): Finding | undefined {
  const temperature = view.reading('gpu.temperature', gpu);
  if (!isHigh(temperature) || temperature.value < settings.hotCelsius) return undefined;
  const slow = view
    .related(gpu, 'pod')
    .flatMap((pod) =>
      ['latency.interToken', 'latency.timeToFirstToken'].map((signal) => ({ pod, reading: view.reading(signal, pod) })),
    )
    .flatMap(({ pod, reading }) => (isHigh(reading) ? [{ pod, reading }] : []));
  const [felt] = slow;
  if (felt === undefined) return undefined;
  const { value, lower, upper } = temperature;
  return {
    ...common(gpu, temperature),
    severity: 'warning',
    summary: `${named(gpu)} is at ${quantity(value, 'celsius')}, usually ${band(lower, upper, 'celsius')}, and pod ${entityName(felt.pod)} has become slow.`,
    causes: [{ cause: 'heat', share: 1 }],
    evidence: [evidenceOf(gpu, temperature), evidenceOf(felt.pod, felt.reading)],
    nextStep: `Look at the cooling of the node of ${entityName(gpu)} and at its clocks (nvidia-smi -q -d PERFORMANCE); move the pod if it stays hot.`,
  };
}

function common(gpu: Entity, reading: Reading) {
  return {
    ...numbersOf(gpu, reading),
    detector: gpuFault.id,
    score: reading.score,
    confidence: reading.confidence,
    evidence: [evidenceOf(gpu, reading)],
    techniques: [],
    doubts: [],
  };
}

function named(gpu: Entity): string {
  const pod = gpu.labels['pod'];
  return `${entityName(gpu)}${pod === undefined ? '' : ` of pod ${pod}`}`;
}
