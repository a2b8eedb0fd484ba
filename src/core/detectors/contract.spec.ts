import fc from 'fast-check';
import { cluster, reading, SIGNALS } from '../../../test/fakes/random-cluster.ts';
import type { FakeReading, FakeTickView } from '../../../test/fakes/tick-view.ts';
import { type Finding, SEVERITIES } from '../model/finding.ts';
import { attribute } from './attribute.ts';
import { lowerBelowPageLine } from './lower-below-page-line.ts';
import { DETECTORS } from './registry.ts';
import { TECHNIQUES } from './taxonomy.ts';

const RUNS = 40;

interface Drawn {
  readonly arbitrary: fc.Arbitrary<FakeTickView>;
  readonly views: readonly FakeTickView[];
}

const drawn = (arbitrary: fc.Arbitrary<FakeTickView>): Drawn => ({ arbitrary, views: fc.sample(arbitrary, RUNS) });
const changed = (change: (fake: FakeReading) => FakeReading) => reading.map(change);

/** A whole cluster is a lot of random numbers: they are drawn once for all detectors, which must leave them as they are. */
const CLUSTERS = {
  any: drawn(cluster()),
  calm: drawn(
    cluster(
      changed((fake) => ({ ...fake, score: (fake.score ?? 0) / 8.1 })),
      true,
    ),
  ),
  warming: drawn(cluster(changed((fake) => ({ ...fake, ready: false })))),
  broken: drawn(cluster(changed((fake) => ({ ...fake, upper: Number.POSITIVE_INFINITY, lower: Number.NaN })))),
};

/** Holds a property to every cluster; where it fails, clusters are drawn again, for fast-check to find the smallest that shows it. */
function holds(clusters: Drawn, property: (view: FakeTickView) => void): void {
  try {
    for (const view of clusters.views) property(view);
  } catch (error) {
    fc.assert(fc.property(clusters.arbitrary, property), { numRuns: RUNS });
    throw error;
  }
}

/** Settings without which a detector has nothing to do. */
const NEEDED: Readonly<Record<string, unknown>> = { 'budget-burn': { budgets: { '*': 50 } } };

const byName = (findings: readonly Finding[]) =>
  [...findings].sort((a, b) => `${a.detector}|${a.entity.key}`.localeCompare(`${b.detector}|${b.entity.key}`));

const PAGE_LINE = 1.2;
const pageLineOf = () => PAGE_LINE;

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
    holds(CLUSTERS.any, (view) => expect(findings(view)).toEqual(findings(view)));
  });

  test('is silent while every score is below the line', () => {
    holds(CLUSTERS.calm, (view) => expect(findings(view)).toEqual([]));
  });

  test('is silent while the baselines warm up', () => {
    holds(CLUSTERS.warming, (view) => expect(findings(view)).toEqual([]));
  });

  test('is critical by a score past the page line, or by a limit whatever the scores', () => {
    holds(CLUSTERS.any, (view) => {
      const scoresAtMost = (score: number) =>
        view.transformed((same) => ({ ...same, score: Math.min(same.score, score) }));
      const lowered = findings(scoresAtMost(PAGE_LINE - 0.1)).map((finding) => lowerBelowPageLine(finding, pageLineOf));
      for (const { severity, byLimit } of lowered) expect(severity === 'critical' && byLimit !== true).toBe(false);
      const limits = (all: readonly Finding[]) =>
        byName(all).flatMap(({ entity, severity, byLimit }) => (byLimit ? [[entity.key, severity]] : []));
      const atTheLine = limits(findings(scoresAtMost(1)));
      for (const limit of limits(findings(view))) expect(atTheLine).toContainEqual(limit);
    });
  });

  test('bears numbers that are none', () => {
    holds(CLUSTERS.broken, (view) => expect(findings(view)).toEqual([]));
  });

  test('a finding is complete: finite numbers, known words, shares that sum to 1', () => {
    holds(CLUSTERS.any, (view) => {
      for (const finding of findings(view)) expectComplete(finding, detector.id);
    });
  });

  test('the order of entities does not matter', () => {
    holds(CLUSTERS.any, (view) => {
      const reversed = view.transformed(
        (same) => same,
        (entities) => entities.reverse(),
      );
      expect(byName(findings(reversed))).toEqual(byName(findings(view)));
    });
  });

  // A budget is stated in dollars.
  const test_ = NEEDED[detector.id] === undefined ? test : test.skip;
  test_('the unit of money, tokens, bytes and seconds does not matter', () => {
    const scaled = /^(cost\.(rate|gpu)|bytes\.|latency\.)/;
    holds(CLUSTERS.any, (view) => {
      for (const factor of [1 / 1024, 1024]) {
        const other = view.transformed((same) => {
          const by = scaled.test(same.signal.id) ? factor : 1;
          const { value, expected, lower, upper } = same;
          return { ...same, value: value * by, expected: expected * by, lower: lower * by, upper: upper * by };
        });
        const verdicts = (all: readonly Finding[]) =>
          byName(all).map(({ entity, severity, causes }) => [entity.key, severity, causes[0]?.cause]);
        expect(verdicts(findings(other))).toEqual(verdicts(findings(view)));
      }
    });
  });
});

test('registry: ids are distinct', () => {
  expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
});

test('attribution never invents an entity, never grows the list and keeps findings complete', () => {
  holds(CLUSTERS.any, (view) => {
    const all = DETECTORS.flatMap((detector) => detector.evaluate(view, detector.settings.parse({})));
    const attributed = attribute(all);
    const names = all.map(({ detector, entity }) => `${detector}|${entity.key}`);
    expect(attributed.length).toBeLessThanOrEqual(all.length);
    for (const finding of attributed) {
      expect(names).toContain(`${finding.detector}|${finding.entity.key}`);
      expectComplete(finding, finding.detector);
    }
    expect(attribute(attributed)).toEqual(attributed);
  });
});

function expectComplete(finding: Finding, id: string): void {
  const { summary, nextStep, actual, expected, lower, upper, score, confidence, usdPerHour = 0 } = finding;
  expect(finding.detector).toBe(id);
  expect(SEVERITIES).toContain(finding.severity);
  const numbers = [actual.value, expected.value, lower, upper, score, confidence, usdPerHour];
  expect(numbers.filter((number) => !Number.isFinite(number))).toEqual([]);
  expect(score).toBeGreaterThanOrEqual(1);
  expect(confidence).toBeGreaterThanOrEqual(0);
  expect(confidence).toBeLessThanOrEqual(1);
  const texts = [summary, nextStep, ...finding.doubts];
  const isSaid = (text: string) => /^\S.*[.?]$/.test(text) && !/NaN|Infinity|undefined|null|\[object/.test(text);
  expect(texts.filter((text) => !isSaid(text))).toEqual([]);
  expect(finding.evidence.length).toBeGreaterThan(0);
  expect(finding.techniques.length + finding.causes.length).toBeGreaterThan(0);
  expect(finding.causes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
}
