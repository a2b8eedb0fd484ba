import fc from 'fast-check';
import { type FakeReading, FakeTickView } from '../../../test/fakes/tick-view.ts';
import { ENTITY_KINDS, type Entity, type EntityKind } from '../model/entity.ts';
import { type Finding, SEVERITIES } from '../model/finding.ts';
import { attribute } from './attribute.ts';
import { DETECTORS } from './registry.ts';
import { TECHNIQUES } from './taxonomy.ts';

/** Every signal a detector may look at, by kind of entity. A detector that needs another one adds it here. */
const SIGNALS: Partial<Record<EntityKind, readonly string[]>> = {
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

// Each property runs once a detector; a whole cluster is a lot of random numbers.
fc.configureGlobal({ numRuns: 40 });

const KINDS = ENTITY_KINDS.filter((kind) => SIGNALS[kind] !== undefined);
const IDENTITY: Partial<Record<EntityKind, string>> = { gpu: 'UUID' };

/** From integers: fast-check spreads doubles over their bit patterns, and nearly all of them are next to zero. */
const tenths = (most: number) => fc.integer({ min: 0, max: most * 10 }).map((value) => value / 10);
const amount = fc.oneof(fc.constant(0), tenths(1), tenths(100), tenths(1e8));
const reading: fc.Arbitrary<FakeReading> = fc.record({
  value: amount,
  expected: amount,
  score: tenths(8),
  confidence: tenths(1),
});

/** A cluster with up to six entities of each kind, any signal of any of them missing, pods tied to GPUs. */
function cluster(of: fc.Arbitrary<FakeReading> = reading, isCalm = false): fc.Arbitrary<FakeTickView> {
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

/** Settings without which a detector has nothing to do. */
const NEEDED: Readonly<Record<string, unknown>> = { 'budget-burn': { budgets: { '*': 50 } } };

const byName = (findings: readonly Finding[]) =>
  [...findings].sort((a, b) => `${a.detector}|${a.entity.key}`.localeCompare(`${b.detector}|${b.entity.key}`));

/** Clusters enough to reach every detector. */
const SEEN = fc.sample(cluster(), { numRuns: 500, seed: 1 });

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', (_, detector) => {
  const settings = detector.settings.parse(NEEDED[detector.id] ?? {});
  const findings = (view: FakeTickView) => detector.evaluate(view, settings);

  test('says what it is', () => {
    expect(detector.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(detector.help.length).toBeGreaterThan(20);
    expect(detector.needs.length).toBeGreaterThan(0);
    for (const { signal, entity } of detector.needs) expect(SIGNALS[entity]).toContain(signal);
    for (const technique of detector.techniques) expect(Object.values(TECHNIQUES)).toContainEqual(technique);
  });

  test('refuses settings that make no sense, without a crash', () => {
    expect(detector.settings.safeParse('loud').success).toBe(false);
  });

  test('is reached by the clusters of this spec', () => {
    expect(SEEN.filter((view) => findings(view).length > 0).length).toBeGreaterThan(20);
  });

  test('is deterministic and leaves its view alone', () => {
    fc.assert(fc.property(cluster(), (view) => expect(findings(view)).toEqual(findings(view))));
  });

  test('is silent while every score is below the line', () => {
    const usual = reading.map((fake) => ({ ...fake, score: (fake.score ?? 0) / 8.1 }));
    fc.assert(fc.property(cluster(usual, true), (view) => expect(findings(view)).toEqual([])));
  });

  test('is silent while the baselines warm up', () => {
    const warming = reading.map((fake) => ({ ...fake, ready: false }));
    fc.assert(fc.property(cluster(warming), (view) => expect(findings(view)).toEqual([])));
  });

  test('bears numbers that are none', () => {
    const broken = reading.map((fake) => ({ ...fake, upper: Number.POSITIVE_INFINITY, lower: Number.NaN }));
    fc.assert(fc.property(cluster(broken), (view) => expect(findings(view)).toEqual([])));
  });

  test('a finding is complete: finite numbers, known words, shares that sum to 1', () => {
    fc.assert(
      fc.property(cluster(), (view) => {
        for (const finding of findings(view)) expectComplete(finding, detector.id);
      }),
    );
  });

  test('the order of entities does not matter', () => {
    fc.assert(
      fc.property(cluster(), (view) => {
        const reversed = view.transformed(
          (same) => same,
          (entities) => entities.reverse(),
        );
        expect(byName(findings(reversed))).toEqual(byName(findings(view)));
      }),
    );
  });

  // A budget is stated in dollars.
  const test_ = NEEDED[detector.id] === undefined ? test : test.skip;
  test_('the unit of money, tokens, bytes and seconds does not matter', () => {
    const scaled = /^(cost\.(rate|gpu)|bytes\.|latency\.)/;
    fc.assert(
      fc.property(cluster(), fc.constantFrom(1 / 1024, 1024), (view, factor) => {
        const other = view.transformed((same) => {
          const by = scaled.test(same.signal.id) ? factor : 1;
          const { value, expected, lower, upper } = same;
          return { ...same, value: value * by, expected: expected * by, lower: lower * by, upper: upper * by };
        });
        const verdicts = (all: readonly Finding[]) =>
          byName(all).map(({ entity, severity, causes }) => [entity.key, severity, causes[0]?.cause]);
        expect(verdicts(findings(other))).toEqual(verdicts(findings(view)));
      }),
    );
  });
});

test('registry: ids are distinct', () => {
  expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
});

test('attribution never invents an entity, never grows the list and keeps findings complete', () => {
  fc.assert(
    fc.property(cluster(), (view) => {
      const all = DETECTORS.flatMap((detector) => detector.evaluate(view, detector.settings.parse({})));
      const attributed = attribute(all);
      const names = all.map(({ detector, entity }) => `${detector}|${entity.key}`);
      expect(attributed.length).toBeLessThanOrEqual(all.length);
      for (const finding of attributed) {
        expect(names).toContain(`${finding.detector}|${finding.entity.key}`);
        expectComplete(finding, finding.detector);
      }
      expect(attribute(attributed)).toEqual(attributed);
    }),
  );
});

function expectComplete(finding: Finding, id: string): void {
  const { summary, nextStep, actual, expected, lower, upper, score, confidence, usdPerHour = 0 } = finding;
  expect(finding.detector).toBe(id);
  expect(SEVERITIES).toContain(finding.severity);
  for (const number of [actual.value, expected.value, lower, upper, score, confidence, usdPerHour]) {
    expect(Number.isFinite(number)).toBe(true);
  }
  expect(score).toBeGreaterThanOrEqual(1);
  expect(confidence).toBeGreaterThanOrEqual(0);
  expect(confidence).toBeLessThanOrEqual(1);
  for (const text of [summary, nextStep, ...finding.doubts]) {
    expect(text).toMatch(/^\S.*[.?]$/);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  }
  expect(finding.evidence.length).toBeGreaterThan(0);
  expect(finding.techniques.length + finding.causes.length).toBeGreaterThan(0);
  expect(finding.causes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
}
