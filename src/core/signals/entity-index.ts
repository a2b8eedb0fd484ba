import { type Entity, type EntityKind, entityKey } from '../model/entity.ts';
import type { Labels } from '../model/labels.ts';
import { EntityLabels } from './entity-labels.ts';
import { Lingering } from './lingering.ts';

interface Known {
  entity: Entity;
  readonly labels: EntityLabels;
  /** Series that speak of it now. */
  series: number;
  /** Still listed: it has series, or had some until lately. */
  listed: boolean;
}

interface Ended {
  readonly index: number;
  readonly labels: Labels;
}

/** All entities ever seen, by number and by key, with the labels that describe them now. Keys and numbers never change. */
export class EntityIndex {
  private readonly known: Known[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly lists = new Map<EntityKind, readonly Entity[]>();
  private readonly ended: Lingering<Ended>;

  /** What ended is still listed and still described for `lingerMs`: labels flicker when exporters restart. */
  constructor(lingerMs: number) {
    this.ended = new Lingering(lingerMs);
  }

  get count(): number {
    return this.known.length;
  }

  /** A series begins to speak of an entity. */
  add(kind: EntityKind, identity: Labels, labels: Labels): number {
    const key = entityKey(kind, identity);
    let index = this.byKey.get(key);
    if (index === undefined) {
      index = this.known.length;
      this.byKey.set(key, index);
      this.known.push({
        entity: { kind, key, identity, labels: identity },
        labels: new EntityLabels(),
        series: 0,
        listed: false,
      });
    }
    const known = this.known[index]!;
    known.series++;
    const changed = known.labels.add(labels);
    if (changed || !known.listed) this.describe(known);
    known.listed = true;
    return index;
  }

  /** A series ends; what only it said of the entity is forgotten later, see `expire`. */
  release(index: number, labels: Labels, timeMs: number): void {
    const known = this.known[index]!;
    known.series--;
    const ended = known.labels.release(labels);
    if (ended) this.describe(known);
    if (ended || known.series === 0) this.ended.add({ index, labels }, timeMs);
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

  private describe(known: Known): void {
    const { kind, key, identity } = known.entity;
    known.entity = { kind, key, identity, labels: { ...known.labels.current(), ...identity } };
    this.lists.delete(kind);
  }
}
