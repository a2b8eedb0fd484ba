import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Unit } from '../../src/core/model/signal.ts';
import { DEFINITIONS } from '../../src/core/signals/definitions.ts';
import { parseScenario, play, type Scenario } from './scenario.ts';

const FOLDER = join('test', 'scenarios');
const SCENARIOS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.scenario'))
  .map((file) => [file, parseScenario(readFileSync(join(FOLDER, file), 'utf8'))] as const);

/** What a person is told of: what fires where and when, how badly, and why. */
function verdicts(scenario: Scenario, nameOf = (name: string) => name): string[] {
  return play(scenario)
    .map(({ name, tick, alert: { peak } }) => {
      return [peak.detector, nameOf(name), tick, peak.severity, ...peak.causes.map(({ cause }) => cause)].join(' | ');
    })
    .sort();
}

const RUNS = { numRuns: 4, seed: 1 };

describe.each(SCENARIOS)('%s', (_, scenario) => {
  const told = verdicts(scenario);

  test('the order of entities and of their signals does not matter', () => {
    const shuffled = fc.shuffledSubarray([...scenario.entities], { minLength: scenario.entities.length });
    fc.assert(
      fc.property(shuffled, fc.boolean(), (entities, isReversed) => {
        const turned = entities.map((entity) => ({
          ...entity,
          on: isReversed ? [...entity.on].reverse() : entity.on,
          signals: isReversed ? [...entity.signals].reverse() : entity.signals,
        }));
        expect(verdicts({ ...scenario, entities: turned })).toEqual(told);
      }),
      RUNS,
    );
  });

  test('names do not matter', () => {
    expect(verdicts(renamed(scenario), shifted)).toEqual(told);
  });

  test('the units of money, tokens and bytes do not matter', () => {
    const factor = fc.constantFrom(1 / 1024, 1, 1024);
    fc.assert(
      fc.property(fc.record({ usd: factor, tokens: factor, bytes: factor }), (factors) => {
        expect(verdicts(scaled(scenario, factors))).toEqual(told);
      }),
      RUNS,
    );
  });
});

/** Every letter by the one thirteen further on, twice is nothing: another order of the same names. */
function shifted(name: string): string {
  return name.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 13) % 26));
  });
}

/** Labels whose values are words of Kubernetes, not names that somebody chose. */
const WORDS = ['created_by_kind'];

function renamed(scenario: Scenario): Scenario {
  const entities = scenario.entities.map(({ labels, ...entity }) => ({
    ...entity,
    name: shifted(entity.name),
    labels: Object.fromEntries(
      Object.entries(labels).map(([label, value]) => [label, WORDS.includes(label) ? value : shifted(value)]),
    ),
    on: entity.on.map(shifted),
  }));
  const settings = withBudgets(scenario, ([name, usd]) => [shifted(name), usd]);
  return { ...scenario, entities, settings };
}

interface Factors {
  readonly usd: number;
  readonly tokens: number;
  readonly bytes: number;
}

/** Values, bands and all settings that have a unit, in other units. */
function scaled(scenario: Scenario, factors: Factors): Scenario {
  const entities = scenario.entities.map((entity) => ({
    ...entity,
    signals: entity.signals.map(({ id, band, values }) => {
      const by = factorOf(id, factors);
      return {
        id,
        band: band === undefined ? undefined : ([band[0] * by, band[1] * by] as const),
        values: values.map((value) => value * by),
      };
    }),
  }));
  const { usd, tokens, bytes } = factors;
  const settings = new Map(withBudgets(scenario, ([name, budget]) => [name, budget * usd]));
  settings.set('weight-exfiltration', {
    minimumBytesPerSecond: 185_000 * bytes,
    bytesPerToken: (500 * bytes) / tokens,
  });
  return { ...scenario, entities, settings };
}

function factorOf(id: string, { usd, tokens, bytes }: Factors): number {
  const unit: Unit | undefined = DEFINITIONS.find((definition) => definition.id === id)?.unit;
  if (unit === undefined) throw new Error(`no such signal: ${id}`);
  if (unit === 'USD/token') return usd / tokens;
  const [counted] = unit.split('/');
  return counted === 'USD' ? usd : counted === 'tokens' ? tokens : counted === 'bytes' ? bytes : 1;
}

function withBudgets({ settings }: Scenario, change: (budget: [string, number]) => [string, number]) {
  const given = settings.get('budget-burn') as { budgets: Record<string, number> } | undefined;
  if (given === undefined) return settings;
  const budgets = Object.fromEntries(Object.entries(given.budgets).map(change));
  return new Map([...settings, ['budget-burn', { budgets }]]);
}
