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

  /** The name's id, which lives until `release` has been called as often as this. */
  take(name: string): number {
    const known = this.#texts[this.#last] === name ? this.#last : this.#ids.get(name);
    if (known !== undefined) {
      this.#uses[known] = (this.#uses[known] ?? 0) + 1;
      this.#last = known;
      return known;
    }
    const id = this.#free.pop() ?? this.#texts.length;
    this.#ids.set(name, id);
    this.#texts[id] = name;
    this.#uses[id] = 1;
    this.#versions[id] = -1;
    return id;
  }

  release(id: number): void {
    const uses = (this.#uses[id] ?? 0) - 1;
    this.#uses[id] = uses;
    if (uses > 0) return;
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
}
