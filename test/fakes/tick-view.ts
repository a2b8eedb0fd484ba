import type { LostSignal } from '../../src/core/detectors/coverage-watch.ts';
import type { TickView } from '../../src/core/detectors/detector.ts';
import { type Entity, type EntityKind, entityKey } from '../../src/core/model/entity.ts';
import type { Labels } from '../../src/core/model/labels.ts';
import type { Reading, Unit } from '../../src/core/model/signal.ts';

const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^cost\.perToken$/, 'USD/token'],
  [/^cost\.today$/, 'USD'],
  [/^(target\.silence|presence\.age)$/, 'seconds'],
  [/^gpu\.memoryGrowth$/, 'bytes/s'],
  [/^gpu\.clock$/, 'hertz'],
  [/Spread$|[bB]urstiness$|^gpu\.throttled$/, 'ratio'],
  [/^cost\./, 'USD/h'],
  [/^(requests\.(rate|denied)|guardrail\.(checks|blocked)|secrets\.reads)$/, 'requests/s'],
  [/^tokens\..*PerRequest$/, 'tokens/request'],
  [/^tokens\..*Ratio$/, 'ratio'],
  [/^tokens\./, 'tokens/s'],
  [/^bytes\..*PerRequest$/, 'bytes/request'],
  [/^(bytes|network|disk|rdma)\./, 'bytes/s'],
  [/^latency\./, 'seconds'],
  [/^queue\./, 'requests'],
  [/^preemptions\./, 'events/s'],
  [/Ratio$|usage$|utilization$|Active$|^target\.(up|discovered)$/, 'ratio'],
  [/^gpu\.memory/, 'bytes'],
  [/^gpu\.power$/, 'watts'],
  [/^gpu\.temperature$/, 'celsius'],
  [/^gpu\.count$/, 'GPUs'],
];

/** A reading in the words of a spec: what is left out is as usual. */
export interface FakeReading {
  readonly value: number;
  readonly expected?: number;
  readonly lower?: number;
  readonly upper?: number;
  /** Absent: how many half bands the value is away from its expectation, at most 10. */
  readonly score?: number;
  readonly ready?: boolean;
  readonly confidence?: number;
}

/** A tick as a detector sees it, filled by hand. */
export class FakeTickView implements TickView {
  readonly timeMs: number;
  readonly losses: LostSignal[] = [];
  readonly #entities = new Map<string, Entity>();
  readonly #readings = new Map<string, Reading>();
  readonly #links = new Map<string, Set<string>>();

  constructor(timeMs = 1_800_000_000_000) {
    this.timeMs = timeMs;
  }

  /** Adds an entity, or returns the one that is there. */
  add(kind: EntityKind, identity: Labels, labels: Labels = {}): Entity {
    const key = entityKey(kind, identity);
    const entity = this.#entities.get(key) ?? { kind, key, identity, labels: { ...identity, ...labels } };
    this.#entities.set(key, entity);
    return entity;
  }

  set(signal: string, entity: Entity, fake: FakeReading): this {
    const { value, expected = value, ready = true, confidence = 0.9 } = fake;
    const { lower = expected * 0.8, upper = expected * 1.2 } = fake;
    this.#readings.set(`${signal}|${entity.key}`, {
      signal: definition(signal, entity.kind),
      value,
      expected,
      lower,
      upper,
      score: fake.score ?? halfBands(value, expected, lower, upper),
      confidence,
      ready,
      timeMs: this.timeMs,
    });
    return this;
  }

  link(a: Entity, b: Entity): this {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      this.#links.set(from.key, (this.#links.get(from.key) ?? new Set()).add(to.key));
    }
    return this;
  }

  entities(kind: EntityKind): readonly Entity[] {
    return [...this.#entities.values()].filter((entity) => entity.kind === kind);
  }

  reading(signal: string, entity: Entity): Reading | undefined {
    return this.#readings.get(`${signal}|${entity.key}`);
  }

  related(entity: Entity, kind: EntityKind): readonly Entity[] {
    const keys = [...(this.#links.get(entity.key) ?? [])];
    return keys.flatMap((key) => this.#entities.get(key) ?? []).filter((other) => other.kind === kind);
  }

  lost(): readonly LostSignal[] {
    return this.losses;
  }

  /** A copy with every reading changed and the entities in another order: what the contract's properties need. */
  transformed(change: (reading: Reading) => Reading, order: (entities: Entity[]) => Entity[] = (e) => e): FakeTickView {
    const copy = new FakeTickView(this.timeMs);
    for (const entity of order([...this.#entities.values()])) copy.#entities.set(entity.key, entity);
    for (const [key, reading] of this.#readings) copy.#readings.set(key, change(reading));
    for (const [key, links] of this.#links) copy.#links.set(key, new Set(links));
    return copy;
  }
}

function halfBands(value: number, expected: number, lower: number, upper: number): number {
  const away = Math.abs(value - expected);
  const half = value > expected ? upper - expected : expected - lower;
  return away === 0 ? 0 : Math.min(10, away / Math.max(half, Number.MIN_VALUE));
}

const DEFINITIONS = new Map<string, Reading['signal']>();

function definition(id: string, entity: EntityKind): Reading['signal'] {
  const known = DEFINITIONS.get(`${entity}|${id}`);
  if (known !== undefined) return known;
  const base = id.replace(/(Lately|WeekHighest)$/, '');
  const unit = UNITS.find(([name]) => name.test(base))?.[1] ?? 'count';
  const defined = {
    id,
    entity,
    unit,
    help: id,
    numerator: [],
    ...(id.endsWith('Lately') && { memory: { of: 'lately', windowMs: 1_200_000 } as const }),
    direction: 'both',
    minimumAbsolute: 0,
    minimumRelative: 0,
  } as const;
  DEFINITIONS.set(`${entity}|${id}`, defined);
  return defined;
}
