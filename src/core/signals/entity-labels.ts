import type { Labels } from '../model/labels.ts';

/**
 * The describing labels of one entity, as many series tell them. A label counts while exactly one value of it is alive; a value whose
 * last series ended stays until it is forgotten or another takes its place. (A tenant with two keys has no `hashed_api_key`.)
 */
export class EntityLabels {
  private readonly values = new Map<string, Map<string, number>>();

  /** True when the labels may have changed. */
  add(labels: Labels): boolean {
    let changed = false;
    for (const [name, value] of Object.entries(labels)) {
      const counts = this.values.get(name) ?? new Map<string, number>();
      const count = counts.get(value) ?? 0;
      counts.set(value, count + 1);
      this.values.set(name, counts);
      changed ||= count === 0;
    }
    return changed;
  }

  /** One series less; true when it was the last of a value. */
  release(labels: Labels): boolean {
    let ended = false;
    for (const [name, value] of Object.entries(labels)) {
      const counts = this.values.get(name);
      const count = (counts?.get(value) ?? 1) - 1;
      counts?.set(value, count);
      ended ||= count === 0;
    }
    return ended;
  }

  /** Forgets those of the values that no series tells any more. */
  forget(labels: Labels): void {
    for (const [name, value] of Object.entries(labels)) {
      const counts = this.values.get(name);
      if (counts?.get(value) === 0) counts.delete(value);
    }
  }

  /** The labels that say one thing. */
  current(): Labels {
    const labels: Record<string, string> = {};
    for (const [name, counts] of this.values) {
      const all = [...counts.keys()];
      const alive = all.filter((value) => counts.get(value)! > 0);
      const [only, another] = alive.length > 0 ? alive : all;
      if (only !== undefined && another === undefined) labels[name] = only;
    }
    return labels;
  }
}
