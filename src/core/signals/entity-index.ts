import { type Entity, type EntityKind, entityKey } from '../model/entity.ts';
import type { Labels } from '../model/labels.ts';
import { EntityLabels } from './entity-labels.ts';
import { Lingering } from './lingering.ts';

interface Known {
  entity: Entity;
  readonly labels: EntityLabels;
  /** What the last series said of it: most say the same, and share it. */
  last: EntityReference | undefined;
  /** Series that speak of it now. */
  series: number;
  /** Still listed: it has series, or had some until lately. */
  listed: boolean;
}

/** What one series says of an entity. */
export interface EntityReference {
  readonly index: number;
  readonly labels: Labels;
}

/** All entities ever seen, by number and by key, with the labels that describe them now. Keys and numbers never change. */
export class EntityIndex {
  private readonly known: Known[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly lists = new Map<EntityKind, readonly Entity[]>();
  private readonly ended: Lingering<EntityReference>;

  /** What ended is still listed and still described for `lingerMs`: labels flicker when exporters restart. */
  constructor(lingerMs: number) {
    this.ended = new Lingering(lingerMs);
  }

  get count(): number {
    return this.known.length;
  }

  /** A series begins to speak of an entity; give the reference back to `release` when it ends. */
  add(kind: EntityKind, identity: Labels, labels: Labels): EntityReference {
    const index = this.intern(kind, identity);
    const known = this.known[index]!;
    if (known.last === undefined || !sameLabels(known.last.labels, labels)) known.last = { index, labels };
    known.series++;
    const changed = known.labels.add(labels);
    if (changed || !known.listed) this.describe(known);
    known.listed = true;
    return known.last;
  }

  /** A series ends; what only it said of the entity is forgotten later, see `expire`. */
  release(reference: EntityReference, timeMs: number): void {
    const { index, labels } = reference;
    const known = this.known[index]!;
    known.series--;
    const ended = known.labels.release(labels);
    if (ended) this.describe(known);
    if (ended || known.series === 0) this.ended.add(reference, timeMs);
  }

  /** Forgets old labels of living entities and takes dead entities off the lists; those keep their labels, as alerts still name them. */
  expire(timeMs: number): void {
    for (const { index, labels } of this.ended.expired(timeMs)) {
      const known = this.known[index]!;
      if (known.series > 0) known.labels.forget(labels);
      else known.listed = false;
      this.describe(known);
    }
  }

  entity(index: number): Entity {
    return this.known[index]!.entity;
  }

  /** The number of an entity; -1 when it was never seen. */
  find(key: string): number {
    return this.byKey.get(key) ?? -1;
  }

  /** Entities of a kind that are there now or were lately, in order of first sight. */
  list(kind: EntityKind): readonly Entity[] {
    let list = this.lists.get(kind);
    if (list === undefined) {
      list = this.known.filter(({ entity, listed }) => listed && entity.kind === kind).map(({ entity }) => entity);
      this.lists.set(kind, list);
    }
    return list;
  }

  private intern(kind: EntityKind, identity: Labels): number {
    const key = entityKey(kind, identity);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const entity = { kind, key, identity, labels: identity };
    const index =
      this.known.push({ entity, labels: new EntityLabels(), last: undefined, series: 0, listed: false }) - 1;
    this.byKey.set(key, index);
    return index;
  }

  private describe(known: Known): void {
    const { kind, key, identity } = known.entity;
    known.entity = { kind, key, identity, labels: { ...known.labels.current(), ...identity } };
    this.lists.delete(kind);
  }
}

/** The same labels, found in the same order as one rule finds them. */
function sameLabels(a: Labels, b: Labels): boolean {
  const names = Object.keys(a);
  const others = Object.keys(b);
  return names.length === others.length && names.every((name, i) => name === others[i] && a[name] === b[name]);
}
