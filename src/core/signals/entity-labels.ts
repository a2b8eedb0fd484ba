import type { Labels } from '../model/labels.ts';

/** One value of a label, and how many series tell it. */
interface Value {
  readonly text: string;
  series: number;
}

/**
 * The describing labels of one entity, as many series tell them. A label counts while exactly one value of it is alive; a value whose
 * last series ended stays until it is forgotten or another takes its place. (A tenant with two keys has no `hashed_api_key`.)
 */
export class EntityLabels {
  // Almost every label has one value: it is kept without a map of its own.
  private readonly values = new Map<string, Value | Map<string, Value>>();

  /** True when the labels may have changed. */
  add(labels: Labels): boolean {
    let changed = false;
    for (const name in labels) {
      const value = this.value(name, labels[name]!);
      changed ||= value.series === 0;
      value.series++;
    }
    return changed;
  }

  /** One series less; true when it was the last of a value. */
  release(labels: Labels): boolean {
    let ended = false;
    for (const name in labels) {
      const value = this.value(name, labels[name]!);
      value.series--;
      ended ||= value.series === 0;
    }
    return ended;
  }

  /** Forgets those of the values that no series tells any more. */
  forget(labels: Labels): void {
    for (const name in labels) {
      const text = labels[name]!;
      if (this.value(name, text).series > 0) continue;
      const known = this.values.get(name);
      if (known instanceof Map && known.size > 1) known.delete(text);
      else this.values.delete(name);
    }
  }

  /** The labels that say one thing. */
  current(): Labels {
    const labels: Record<string, string> = {};
    for (const [name, known] of this.values) {
      const all = known instanceof Map ? [...known.values()] : [known];
      const alive = all.filter(({ series }) => series > 0);
      const [only, another] = alive.length > 0 ? alive : all;
      if (only !== undefined && another === undefined) labels[name] = only.text;
    }
    return labels;
  }

  private value(name: string, text: string): Value {
    const known = this.values.get(name);
    if (known !== undefined && !(known instanceof Map) && known.text === text) return known;
    const value = (known instanceof Map ? known.get(text) : undefined) ?? { text, series: 0 };
    if (known === undefined) this.values.set(name, value);
    else if (known instanceof Map) known.set(text, value);
    else this.values.set(name, new Map([known, value].map((each) => [each.text, each])));
    return value;
  }
}
