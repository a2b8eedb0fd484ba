import { Lingering } from './lingering.ts';

/** Which entities are named together by series, by number: a GPU and the pod on it, a tenant and the models it uses. */
export class RelatedEntities {
  private readonly links = new Map<number, Map<number, number>>();
  private readonly ended: Lingering<readonly [number, number]>;

  /** A link whose last series ended is kept for `lingerMs`: pod labels of GPUs are missing for minutes at times. */
  constructor(lingerMs: number) {
    this.ended = new Lingering(lingerMs);
  }

  /** A series names these entities together. */
  add(entities: readonly number[]): void {
    for (let i = 1; i < entities.length; i++) {
      for (let j = 0; j < i; j++) {
        this.count(entities[j]!, entities[i]!, 1);
        this.count(entities[i]!, entities[j]!, 1);
      }
    }
  }

  /** A series that named them ended. */
  release(entities: readonly number[], timeMs: number): void {
    for (let i = 1; i < entities.length; i++) {
      for (let j = 0; j < i; j++) {
        const a = entities[j]!;
        const b = entities[i]!;
        this.count(b, a, -1);
        if (this.count(a, b, -1) === 0) this.ended.add([a, b], timeMs);
      }
    }
  }

  expire(timeMs: number): void {
    for (const [a, b] of this.ended.expired(timeMs)) {
      if ((this.links.get(a)?.get(b) ?? 0) > 0) continue;
      this.drop(a, b);
      this.drop(b, a);
    }
  }

  /** Present links first, then those that ended lately, each in order of first sight. */
  of(entity: number): readonly number[] {
    const links = [...(this.links.get(entity) ?? [])];
    return [...links.filter(([, count]) => count > 0), ...links.filter(([, count]) => count <= 0)].map(
      ([other]) => other,
    );
  }

  private count(from: number, to: number, change: number): number {
    let links = this.links.get(from);
    if (links === undefined) {
      links = new Map();
      this.links.set(from, links);
    }
    const count = (links.get(to) ?? 0) + change;
    links.set(to, count);
    return count;
  }

  private drop(from: number, to: number): void {
    const links = this.links.get(from);
    links?.delete(to);
    if (links?.size === 0) this.links.delete(from);
  }
}
