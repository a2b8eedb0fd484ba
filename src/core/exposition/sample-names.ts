import type { FamilyTypes } from './family-types.ts';
import type { MetricType } from './metric-type.ts';

/** The names on one target's pages as small integers, each with its type on the current page, found once for each name and not for each line. */
export class SampleNames {
  readonly #ids = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [];
  readonly #types: MetricType[] = [];
  readonly #versions: number[] = [];
  readonly #uses: number[] = [];
  readonly #free: number[] = [];
  #last = -1;
  /** The last name as the very string that was taken: the same string again is known without comparing characters. */
  #lastName = '';

  /** The name's id, which lives until `release` has been called as often as this. */
  take(name: string): number {
    const known = this.#last >= 0 && this.#lastName === name ? this.#last : this.#ids.get(name);
    const id = known ?? this.#add(name);
    this.#uses[id] = (this.#uses[id] ?? 0) + 1;
    this.#last = id;
    this.#lastName = name;
    return id;
  }

  release(id: number): void {
    const uses = (this.#uses[id] ?? 0) - 1;
    this.#uses[id] = uses;
    if (uses > 0) return;
    if (id === this.#last) this.#last = -1;
    this.#ids.delete(this.text(id));
    this.#texts[id] = undefined;
    this.#free.push(id);
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }

  /** The type that `types` gives to the name now. */
  typeOf(id: number, types: FamilyTypes): MetricType {
    if (this.#versions[id] !== types.version) {
      this.#versions[id] = types.version;
      this.#types[id] = types.of(this.text(id));
    }
    return this.#types[id] ?? 'untyped';
  }

  #add(name: string): number {
    const id = this.#free.pop() ?? this.#texts.length;
    this.#ids.set(name, id);
    this.#texts[id] = name;
    this.#uses[id] = 0;
    this.#versions[id] = -1;
    return id;
  }
}
