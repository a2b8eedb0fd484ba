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
    'disk.read',
  ],
  gpu: [
    'gpu.memoryUsedRatio',
    'gpu.memoryUsed',
    'gpu.xid',
    'gpu.temperature',
    'gpu.utilization',
    'gpu.engineActive',
    'gpu.tensorActive',
    'gpu.power',
    'gpu.pcieTransmit',
  ],
  namespace: ['cost.gpu', 'gpu.count'],
  service: ['requests.rate', 'bytes.response', 'bytes.responsePerRequest', 'requests.denied', 'requests.deniedRatio'],
  target: ['target.up'],
  guardrail: ['guardrail.checks', 'guardrail.blocked', 'guardrail.blockedRatio', 'guardrail.failedRatio'],
  secretMount: ['secrets.reads', 'secrets.failedRatio'],
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
function cluster(of: fc.Arbitrary<FakeReading> = reading): fc.Arbitrary<FakeTickView> {
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
          if (fake !== undefined) view.set(id, entity, id === 'gpu.xid' ? asXid(fake) : fake);
        });
      });
    });
    const pods = added.get('pod') ?? [];
    added.get('gpu')?.forEach((gpu, index) => {
      for (const pod of [pods[index], pods[index + 1]]) if (pod !== undefined) view.link(gpu, pod);
    });
    return view;
  });
}

/** Two models; one node, half of whose GPUs have an owner. */
function labelsOf(kind: EntityKind, index: number): Record<string, string> {
  if (kind !== 'gpu') return { model_name: `m-${index % 2}` };
  return index % 2 === 0 ? { Hostname: 'node-a', pod: `pod-${index}` } : { Hostname: 'node-a' };
}

/** A code, for the one signal whose values are no amounts. */
function asXid(fake: FakeReading): FakeReading {
  return { ...fake, value: [0, 43, 79, 94][Math.trunc(fake.value) % 4] ?? 0 };
}

const byName = (findings: readonly Finding[]) =>
  [...findings].sort((a, b) => `${a.detector}|${a.entity.key}`.localeCompare(`${b.detector}|${b.entity.key}`));

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', (_, detector) => {
  const settings = detector.settings.parse({});
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
    const found = fc.sample(cluster(), { numRuns: 200, seed: 1 }).filter((view) => findings(view).length > 0);
    expect(found.length).toBeGreaterThan(20);
  });

  test('is deterministic and leaves its view alone', () => {
    fc.assert(fc.property(cluster(), (view) => expect(findings(view)).toEqual(findings(view))));
  });

  test('is silent while every score is below the line', () => {
    const usual = reading.map((fake) => ({ ...fake, score: (fake.score ?? 0) / 8.1 }));
    fc.assert(fc.property(cluster(usual), (view) => expect(findings(view)).toEqual([])));
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

  test('the unit of money, tokens, bytes and seconds does not matter', () => {
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
