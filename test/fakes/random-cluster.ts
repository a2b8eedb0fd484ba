import fc from 'fast-check';
import { ENTITY_KINDS, type Entity, type EntityKind } from '../../src/core/model/entity.ts';
import { type FakeReading, FakeTickView } from './tick-view.ts';

/** Every signal a detector may look at, by kind of entity. A detector that needs another one adds it here. */
export const SIGNALS: Partial<Record<EntityKind, readonly string[]>> = {
  tenant: [
    'requests.rate',
    'tokens.input',
    'tokens.output',
    'tokens.inputPerRequest',
    'tokens.outputPerRequest',
    'tokens.outputInputRatio',
    'cost.rate',
    'cost.perToken',
    'cache.hitRatio',
    'cost.rateLately',
    'cost.rateWeekHighest',
    'tokens.outputPerRequestLately',
    'tokens.outputPerRequestWeekHighest',
    'cost.today',
    'requests.burstiness',
    'tokens.inputSpread',
    'tokens.outputSpread',
  ],
  model: [
    'requests.rate',
    'tokens.input',
    'tokens.output',
    'tokens.outputPerRequest',
    'cost.rate',
    'queue.waiting',
    'latency.timeToFirstToken',
  ],
  pod: [
    'requests.rate',
    'tokens.input',
    'tokens.output',
    'tokens.outputPerRequest',
    'kvCache.usage',
    'preemptions.rate',
    'queue.waiting',
    'latency.timeToFirstToken',
    'latency.interToken',
    'network.transmit',
    'network.transmitLately',
    'disk.read',
    'presence.age',
  ],
  workload: ['presence.age'],
  image: ['presence.age'],
  gpu: [
    'gpu.memoryUsedRatio',
    'gpu.memoryUsed',
    'gpu.memoryGrowth',
    'gpu.xid',
    'gpu.xidBefore',
    'gpu.clock',
    'gpu.throttled',
    'gpu.temperature',
    'gpu.utilization',
    'gpu.engineActive',
    'gpu.tensorActive',
    'gpu.power',
    'gpu.pcieTransmit',
  ],
  namespace: ['cost.gpu', 'gpu.count'],
  service: [
    'requests.rate',
    'bytes.response',
    'bytes.responsePerRequest',
    'bytes.responsePerRequestLately',
    'bytes.responsePerRequestWeekHighest',
    'requests.denied',
    'requests.deniedLately',
    'requests.deniedWeekHighest',
    'requests.deniedRatio',
  ],
  target: ['target.up', 'target.upLately', 'target.silence', 'target.discovered', 'presence.age'],
  guardrail: [
    'guardrail.checks',
    'guardrail.checksPerRequest',
    'guardrail.blocked',
    'guardrail.blockedRatio',
    'guardrail.blockedRatioLately',
    'guardrail.blockedRatioWeekHighest',
    'guardrail.failedRatio',
  ],
  secretMount: ['secrets.reads', 'secrets.readsLately', 'secrets.readsWeekHighest', 'secrets.failedRatio'],
};

const KINDS = ENTITY_KINDS.filter((kind) => SIGNALS[kind] !== undefined);
const IDENTITY: Partial<Record<EntityKind, string>> = { gpu: 'UUID' };

/** From integers: fast-check spreads doubles over their bit patterns, and nearly all of them are next to zero. */
const tenths = (most: number) => fc.integer({ min: 0, max: most * 10 }).map((value) => value / 10);
const amount = fc.oneof(fc.constant(0), tenths(1), tenths(100), tenths(1e8));
/** A reading like any other. */
export const reading: fc.Arbitrary<FakeReading> = fc.record({
  value: amount,
  expected: amount,
  score: tenths(8),
  confidence: tenths(1),
});

/** A cluster with up to six entities of each kind, any signal of any of them missing, pods tied to GPUs. */
export function cluster(of: fc.Arbitrary<FakeReading> = reading, isCalm = false): fc.Arbitrary<FakeTickView> {
  const kinds = KINDS.map((kind) =>
    fc.array(fc.tuple(...(SIGNALS[kind] ?? []).map(() => fc.option(of, { freq: 6, nil: undefined }))), {
      maxLength: 6,
    }),
  );
  return fc.tuple(...kinds).map((entities) => {
    const view = new FakeTickView();
    const added = new Map<EntityKind, Entity[]>();
    entities.forEach((readings, at) => {
      const kind = KINDS[at];
      if (kind === undefined) return;
      readings.forEach((values, index) => {
        const entity = view.add(kind, { [IDENTITY[kind] ?? kind]: `${kind}-${index}` }, labelsOf(kind, index));
        added.set(kind, [...(added.get(kind) ?? []), entity]);
        values.forEach((fake, signal) => {
          const id = SIGNALS[kind]?.[signal] ?? '';
          if (fake !== undefined) view.set(id, entity, shaped(kind, id, fake, isCalm));
        });
      });
    });
    const pods = added.get('pod') ?? [];
    added.get('gpu')?.forEach((gpu, index) => {
      for (const pod of [pods[index], pods[index + 1]]) if (pod !== undefined) view.link(gpu, pod);
    });
    for (const kind of ['image', 'workload'] as const) {
      added.get(kind)?.forEach((entity, index) => {
        const pod = pods[index];
        if (pod !== undefined) view.link(entity, pod);
      });
    }
    return view;
  });
}

/** Two models; one node, half of whose GPUs have an owner. */
function labelsOf(kind: EntityKind, index: number): Record<string, string> {
  if (kind === 'workload') return { created_by_kind: index % 2 === 0 ? 'ReplicaSet' : 'StatefulSet' };
  if (kind !== 'gpu') return { model_name: `m-${index % 2}` };
  return index % 2 === 0 ? { Hostname: 'node-a', pod: `pod-${index}` } : { Hostname: 'node-a' };
}

/** Signals whose values mean something by themselves: those that say nothing first. */
const TELLING: Readonly<Record<string, readonly number[]>> = {
  'gpu.xid': [0, 43, 79, 94],
  'gpu.xidBefore': [0, 43, 79, 94],
  'gpu.utilization': [0, 0.1, 0.6, 1],
  'gpu.engineActive': [0, 0.1, 0.6, 1],
  'network.transmitLately': [0, 1e5, 1e9],
  'cost.rateWeekHighest': [1e12, 1, 10],
  'tokens.outputPerRequestWeekHighest': [1e12, 1, 10],
  'bytes.responsePerRequestWeekHighest': [1e12, 1, 10],
  'requests.deniedWeekHighest': [1e12, 1, 10],
  'guardrail.blockedRatioWeekHighest': [1e12, 1, 10],
  'secrets.readsWeekHighest': [1e12, 1, 10],
  'requests.burstiness': [3, 0.05, 0.1, 0.2],
  'tokens.inputSpread': [0.5, 0.02, 0.03, 0.04],
  'tokens.outputSpread': [0.5, 0.02, 0.03, 0.04],
  'cost.today': [0, 30, 60],
  'gpu.memoryGrowth': [0, 1e5, 1e12],
};

/** A reading as its signal may have it; calm: one that says nothing by itself, for those of which the score does not decide. */
function shaped(kind: EntityKind, id: string, fake: FakeReading, isCalm: boolean): FakeReading {
  const values = TELLING[id];
  if (values !== undefined) return { ...fake, value: values[isCalm ? 0 : Math.trunc(fake.value) % values.length] ?? 0 };
  // An image is new while its baseline is not ready.
  if (kind === 'image' && !isCalm) return { ...fake, value: fake.value % 600, ready: false };
  if (kind === 'workload') return { ...fake, value: fake.value * 10_000 };
  return fake;
}
