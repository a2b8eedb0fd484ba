import { readFileSync } from 'node:fs';
import { PageParser } from '../../src/core/exposition/page-parser.ts';
import { type Entity, type EntityKind, entityKey } from '../../src/core/model/entity.ts';
import type { Labels } from '../../src/core/model/labels.ts';
import { CATALOGUE } from '../../src/core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../../src/core/signals/definitions.ts';
import { Signals, type SignalsOptions } from '../../src/core/signals/signals.ts';
import { DEFAULT_TENANT_LABELS } from '../../src/core/signals/tenant-labels.ts';

const SIGNALS: SignalsOptions = {
  catalogue: CATALOGUE,
  definitions: DEFINITIONS,
  tenantLabels: DEFAULT_TENANT_LABELS,
  prices: { models: [], gpus: [] },
  stalenessMs: 300_000,
  signalMaximum: 1_000_000,
};

const OF_THE_PAST: ReadonlySet<string | undefined> = new Set(['lately', 'weekHighest']);

/** A page of `test/fixtures`. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
}

/** Signals fed by pages written out as text; times in seconds. */
export class Scraped {
  readonly signals: Signals;
  private readonly parsers = new Map<Labels, PageParser>();

  constructor(options: Partial<SignalsOptions> = {}) {
    this.signals = new Signals({ ...SIGNALS, ...options });
  }

  /** One scrape of a target; the same object is the same target and parser. */
  page(target: Labels, seconds: number, lines: string | readonly string[]): this {
    const parser = this.parsers.get(target) ?? new PageParser();
    this.parsers.set(target, parser);
    const text = typeof lines === 'string' ? lines : `${lines.join('\n')}\n`;
    this.signals.page(target, parser, parser.parse(new TextEncoder().encode(text)), seconds * 1000);
    return this;
  }

  /** A page whose counters grew from 0 within 100 s, and the tick after it: a counter of 250 is a rate of 2.5/s. */
  grown(target: Labels, lines: readonly string[]): this {
    const zeros = lines.map((line) => (line.startsWith('#') ? line : line.replace(/ \S+$/, ' 0')));
    return this.page(target, 0, zeros).page(target, 100, lines).tick(100);
  }

  /** `grown` with a fixture's page. */
  fixture(target: Labels, name: string): this {
    return this.grown(target, fixture(name).split('\n'));
  }

  failed(target: Labels, seconds: number): this {
    this.signals.failed(target, seconds * 1000);
    return this;
  }

  tick(seconds: number): this {
    this.signals.tick(seconds * 1000);
    return this;
  }

  entity(kind: EntityKind, identity: Labels): Entity | undefined {
    return this.signals
      .entities(kind)
      .find((entity) => Object.entries(identity).every(([name, value]) => entity.identity[name] === value));
  }

  /** A signal's value as of the last tick; undefined when it was never seen. */
  value(signal: string, kind: EntityKind, identity: Labels): number | undefined {
    const slot = this.slot(signal, kind, identity);
    return slot < 0 ? undefined : this.signals.values[slot];
  }

  /** Whether the last tick knew something new of a signal. */
  isFresh(signal: string, kind: EntityKind, identity: Labels): boolean {
    return this.signals.fresh[this.slot(signal, kind, identity)] === 1;
  }

  /** Every signal of an entity as of the last tick but for means of the past, to twelve digits: sums have rounding errors. */
  signalsOf(kind: EntityKind, identity: Labels): Record<string, number> {
    const { signals } = this;
    const key = entityKey(kind, identity);
    const slots = Array.from({ length: signals.count }, (_, slot) => slot).filter(
      (slot) => signals.entity(slot).key === key && !OF_THE_PAST.has(signals.definition(slot).memory?.of),
    );
    return Object.fromEntries(
      slots.map((slot) => [signals.definition(slot).id, Number(signals.values[slot]!.toPrecision(12))]),
    );
  }

  private slot(signal: string, kind: EntityKind, identity: Labels): number {
    return this.signals.slot(signal, { key: entityKey(kind, identity) });
  }
}
