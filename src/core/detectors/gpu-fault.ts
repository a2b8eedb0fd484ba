import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isHigh, isLow, isUsable } from './readings.ts';
import { verdict } from './verdict.ts';
import { band, quantity } from './wording.ts';
import { type HardwareXid, hardwareXid } from './xid-codes.ts';

const Settings = z.object({
  hotCelsius: z
    .number()
    .default(75)
    .describe(
      'GPU temperature from which an unusual one counts: data-centre GPUs slow down at 80 to 90, never below this',
    ),
  heatingCelsius: z
    .number()
    .min(0)
    .default(8)
    .describe('Warmer than expected by this much while its clock is low, a GPU is held back: one at rest is cooler'),
});
type Settings = z.infer<typeof Settings>;

/** More than this over the expectation is more work: the step from rest to a light load. */
const WATTS_OF_WORK = 50;

/** Share of time in which a GPU at work is active. */
const WORKING_RATIO = 0.1;

const REMEDIES: Record<HardwareXid['remedy'], string> = {
  restart: 'restart the pods on it and have the GPU checked at the next maintenance',
  reset: 'drain its pods, reset it (nvidia-smi --gpu-reset), and have it checked if the code comes again',
  node: 'cordon and drain the node, restart it, and open a case with the vendor if the GPU does not come back',
};

/** A broken or overheated GPU: what looks like an attack next to it is most likely this. */
export const gpuFault: Detector<Settings> = {
  id: 'gpu-fault',
  help: 'The driver reports a hardware fault (XID), or the GPU is too hot to keep its pace, or is held back. Crashes of applications are left out.',
  needs: [{ signal: 'gpu.xid', entity: 'gpu' }],
  techniques: [],
  settings: Settings,
  evaluate(view, settings) {
    return view
      .entities('gpu')
      .flatMap((gpu) => reported(view, gpu) ?? hot(view, gpu, settings) ?? throttled(view, gpu, settings) ?? []);
  },
};

/**
 * The code changed to a hardware fault lately, or did just before it changed again: an application that crashes of it, or a driver that is
 * loaded anew, hides it. A code that has stood for hours is part of the baseline, nobody knows its age.
 */
function reported(view: TickView, gpu: Entity): Finding | undefined {
  const now = view.reading('gpu.xid', gpu);
  const before = view.reading('gpu.xidBefore', gpu);
  if (!isUsable(now) || !isUsable(before) || before.value === now.value) return undefined;
  // That the code changed is known. Of the one before only its baseline tells whether it had just come, too.
  const [first] = [now, ...(isHigh(before) || isLow(before) ? [before] : [])].flatMap((xid) => {
    const hardware = hardwareXid(xid.value);
    return hardware === undefined ? [] : [{ xid, hardware }];
  });
  if (first === undefined) return undefined;
  const { xid, hardware } = first;
  const told = { ...xid, score: Math.max(1, xid.score) };
  return verdict(gpuFault, gpu, told, {
    byLimit: true,
    severity: hardware.remedy === 'restart' ? 'warning' : 'critical',
    summary: `${named(gpu)} ${xid === now ? 'reports' : 'reported'} XID ${xid.value}: ${hardware.fault}.`,
    causes: [{ cause: hardware.fault, share: 1 }],
    nextStep: `Take ${entityName(gpu)} out of use: ${REMEDIES[hardware.remedy]}.`,
  });
}

/**
 * The GPU says itself that heat holds it back; or its clock fell while it became warmer and draws no more power than usual. A GPU at rest
 * lowers its clock and is cooler for it, one at its power cap draws more.
 */
function throttled(view: TickView, gpu: Entity, { heatingCelsius }: Settings): Finding | undefined {
  const temperature = view.reading('gpu.temperature', gpu);
  const power = view.reading('gpu.power', gpu);
  const clock = view.reading('gpu.clock', gpu);
  const share = view.reading('gpu.throttled', gpu);
  const isWarmer = isUsable(temperature) && temperature.value >= temperature.expected + heatingCelsius;
  const isBusier = isUsable(power) && power.value > power.expected + WATTS_OF_WORK;
  const slowed = isHigh(share)
    ? share
    : isLow(clock) && isWarmer && !isBusier && isAtWork(view, gpu)
      ? clock
      : undefined;
  if (slowed === undefined) return undefined;
  const witnesses = [slowed, ...(isUsable(temperature) ? [temperature] : [])];
  const { value, lower, upper, signal } = slowed;
  const heat = isUsable(temperature) ? ` at ${quantity(temperature.value, 'celsius')}` : '';
  return verdict(gpuFault, gpu, slowed, {
    severity: 'warning',
    summary: `${named(gpu)} is held back${heat}: ${signal.id === 'gpu.clock' ? 'its clock is' : 'for a share of'} ${quantity(value, signal.unit)}, usually ${band(lower, upper, signal.unit)}.`,
    causes: [{ cause: 'throttling', share: 1 }],
    evidence: witnesses.map((reading) => evidenceOf(gpu, reading)),
    nextStep: `Look at the cooling and the power of the node of ${entityName(gpu)} (nvidia-smi -q -d PERFORMANCE,TEMPERATURE); move its pods if it stays slow.`,
  });
}

/** It computes now: one that has just come to rest is still warm. */
function isAtWork(view: TickView, gpu: Entity): boolean {
  return ['gpu.engineActive', 'gpu.utilization'].some((id) => (view.reading(id, gpu)?.value ?? 0) >= WORKING_RATIO);
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
  return verdict(gpuFault, gpu, temperature, {
    severity: 'warning',
    summary: `${named(gpu)} is at ${quantity(value, 'celsius')}, usually ${band(lower, upper, 'celsius')}, and pod ${entityName(felt.pod)} has become slow.`,
    causes: [{ cause: 'heat', share: 1 }],
    evidence: [evidenceOf(gpu, temperature), evidenceOf(felt.pod, felt.reading)],
    nextStep: `Look at the cooling of the node of ${entityName(gpu)} and at its clocks (nvidia-smi -q -d PERFORMANCE); move the pod if it stays hot.`,
  });
}

function named(gpu: Entity): string {
  const pod = gpu.labels['pod'];
  return `${entityName(gpu)}${pod === undefined ? '' : ` of pod ${pod}`}`;
}
