import { AlertBook, DEFAULT_ALERT_POLICY } from '../../src/core/alerts/alert-book.ts';
import { attribute } from '../../src/core/detectors/attribute.ts';
import { lowerBelowPageLine } from '../../src/core/detectors/lower-below-page-line.ts';
import { DETECTORS } from '../../src/core/detectors/registry.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import { ENTITY_KINDS, type EntityKind } from '../../src/core/model/entity.ts';
import type { Labels } from '../../src/core/model/labels.ts';
import { FakeTickView } from '../fakes/tick-view.ts';

/**
 * A scenario in text, tick by tick:
 *
 *   tenant acme team=t-1                      kind, name, further labels
 *     cost.rate 2.1..3.4 2.8x4 41.2x6         signal, band, values as promtool writes them (`ax3` is a four times, `a+bx3`, `_` missing)
 *   pod vllm-0 namespace=ai on g0             `on` ties entities together
 *   settings budget-burn {"budgets":{}}     of a detector, in JSON; the defaults otherwise
 *   fires cost-spike acme at 6 warning says more requests
 *   quiet                                     nothing else fires
 *
 * The expectation is the middle of the band and a score of 1 is its edge. `warming` in place of a band is a baseline that is not ready.
 */
export interface Scenario {
  readonly entities: readonly ScenarioEntity[];
  readonly fires: readonly Expected[];
  readonly settings: ReadonlyMap<string, unknown>;
  readonly ticks: number;
}

interface ScenarioEntity {
  readonly kind: EntityKind;
  readonly name: string;
  readonly labels: Labels;
  readonly on: readonly string[];
  readonly signals: readonly ScenarioSignal[];
}

interface ScenarioSignal {
  readonly id: string;
  readonly band: readonly [number, number] | undefined;
  readonly values: readonly number[];
}

interface Expected {
  readonly detector: string;
  readonly name: string;
  readonly tick: number;
  readonly severity: string;
  readonly says: string;
}

/** An alert that fired, as a scenario speaks of it. */
export interface Fired {
  readonly name: string;
  readonly tick: number;
  readonly alert: Alert;
}

/** Which label names an entity of a kind; the name of the scenario's line is its value. */
const IDENTITY: Partial<Record<EntityKind, string>> = {
  gpu: 'UUID',
  secretMount: 'mount_point',
  target: 'instance',
  image: 'image_id',
};
const TICK_MS = 60_000;
/** About that of a signal every minute among a thousand, with the default budget. */
const PAGE_LINE = 1.2;
const START_MS = Date.UTC(2026, 10, 23);

export function parseScenario(text: string): Scenario {
  const entities: (ScenarioEntity & { signals: ScenarioSignal[] })[] = [];
  const fires: Expected[] = [];
  const settings = new Map<string, unknown>();
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    const [first = '', second = ''] = words;
    if (first === '' || first.startsWith('#') || first === 'quiet') continue;
    if (/^\s/.test(line)) entities.at(-1)?.signals.push(parseSignal(words));
    else if (first === 'settings') settings.set(second, JSON.parse(words.slice(2).join(' ')));
    else if (first === 'fires') fires.push(parseExpected(line));
    else entities.push({ ...parseEntity(words), signals: [] });
    if (second === '') throw new Error(`cannot read the line: ${line}`);
  }
  const lengths = new Set(entities.flatMap(({ signals }) => signals.map(({ values }) => values.length)));
  const [ticks, ...others] = lengths;
  if (ticks === undefined || others.length > 0)
    throw new Error(`series of unequal lengths: ${[...lengths].join(', ')}`);
  return { entities, fires, settings, ticks };
}

function parseEntity([kindName = '', name = '', ...rest]: readonly string[]): Omit<ScenarioEntity, 'signals'> {
  const kind = ENTITY_KINDS.find((candidate) => candidate === kindName);
  if (kind === undefined) throw new Error(`no such kind of entity: ${kindName}`);
  const labels = rest.filter((word) => word.includes('=')).map((word) => word.split('=', 2));
  return {
    kind,
    name,
    labels: Object.fromEntries(labels),
    on: rest.filter((word) => !word.includes('=') && word !== 'on'),
  };
}

function parseSignal([id = '', bandText = '', ...values]: readonly string[]): ScenarioSignal {
  const [lower = '', upper = ''] = bandText.split('..');
  const band = bandText === 'warming' ? undefined : ([Number(lower), Number(upper)] as const);
  return { id, band, values: values.flatMap(expand) };
}

/** promtool's series notation: `a`, `axN` (N more of it), `a+bxN`, `a-bxN`, `_`, `_xN`. */
function expand(word: string): number[] {
  const match = /^(_|-?[\d.e-]+?)(?:([+-][\d.e]+))?(?:x(\d+))?$/.exec(word);
  if (match === null) throw new Error(`no series: ${word}`);
  const [, start = '', step = '0', more] = match;
  if (start === '_') return new Array<number>(Number(more ?? 1)).fill(Number.NaN);
  return Array.from({ length: Number(more ?? 0) + 1 }, (_, index) => Number(start) + index * Number(step));
}

function parseExpected(line: string): Expected {
  const match = /^fires (\S+) (\S+) at (\d+) (\w+)(?: says (.+))?$/.exec(line.trim());
  if (match === null) throw new Error(`cannot read the expectation: ${line}`);
  const [, detector = '', name = '', tick = '', severity = '', says = ''] = match;
  return { detector, name, tick: Number(tick), severity, says };
}

/** Plays a scenario through all detectors and the alert book; returns what fired, with the alert as it stood at the end. */
export function play(scenario: Scenario): Fired[] {
  const book = new AlertBook(DEFAULT_ALERT_POLICY);
  const fired = new Map<string, Fired>();
  for (let tick = 0; tick < scenario.ticks; tick++) {
    const { view, names } = viewAt(scenario, tick);
    const findings = DETECTORS.flatMap((detector) =>
      detector
        .evaluate(view, detector.settings.parse(scenario.settings.get(detector.id) ?? {}))
        .map((finding) => lowerBelowPageLine(finding, () => PAGE_LINE)),
    );
    for (const { change, alert } of book.advance(attribute(findings, book.open()), view.timeMs)) {
      const known = fired.get(alert.id);
      const name = names.get(alert.peak.entity.key) ?? '?';
      if (change === 'fired') fired.set(alert.id, { name, tick, alert });
      else if (known !== undefined) fired.set(alert.id, { ...known, alert });
    }
  }
  return [...fired.values()];
}

function viewAt(scenario: Scenario, tick: number): { view: FakeTickView; names: Map<string, string> } {
  const view = new FakeTickView(START_MS + tick * TICK_MS);
  const added = new Map(
    scenario.entities.map(({ kind, name, labels }) => {
      const { namespace, ...others } = labels;
      const identity = {
        ...(kind === 'pod' && namespace !== undefined ? { namespace } : {}),
        [IDENTITY[kind] ?? kind]: name,
      };
      return [name, view.add(kind, identity, others)];
    }),
  );
  for (const { name, on, signals } of scenario.entities) {
    const entity = added.get(name);
    if (entity === undefined) continue;
    for (const other of on.flatMap((otherName) => added.get(otherName) ?? [])) view.link(entity, other);
    for (const { id, band, values } of signals) {
      const value = values[tick] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (band === undefined) view.set(id, entity, { value, ready: false, score: 0 });
      else view.set(id, entity, { value, expected: (band[0] + band[1]) / 2, lower: band[0], upper: band[1] });
    }
  }
  return { view, names: new Map([...added].map(([name, entity]) => [entity.key, name])) };
}
