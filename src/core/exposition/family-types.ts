import { type MetricType, SAMPLE_SUFFIXES } from './metric-type.ts';

const TYPES_BY_SUFFIX = suffixTypes();

/** The types that a page has declared so far. */
export class FamilyTypes {
  /** The type of a sample whose family has none. */
  undeclared: MetricType = 'untyped';
  readonly #byFamily = new Map<string, MetricType>();
  /** Changes with every declaration. */
  version = 0;
  #lastName: string | undefined;
  #lastType: MetricType = 'untyped';
  #lastVersion = -1;

  clear(): void {
    this.#byFamily.clear();
    this.version += 1;
  }

  /** A later declaration of a family replaces an earlier one, as in Prometheus. */
  declare(family: string, type: MetricType): void {
    this.#byFamily.set(family, type);
    this.version += 1;
  }

  /** The type of the family that a sample of this name belongs to: the name itself, or the name without a suffix that the type allows. */
  of(sampleName: string): MetricType {
    if (sampleName !== this.#lastName || this.version !== this.#lastVersion) {
      this.#lastType = this.#byFamily.get(sampleName) ?? this.#bySuffix(sampleName) ?? this.undeclared;
      this.#lastVersion = this.version;
    }
    // Also when only the characters were the same: the same string again needs no look at them.
    this.#lastName = sampleName;
    return this.#lastType;
  }

  #bySuffix(sampleName: string): MetricType | undefined {
    const cut = sampleName.lastIndexOf('_');
    const allowed = cut < 0 ? undefined : TYPES_BY_SUFFIX.get(sampleName.slice(cut));
    if (allowed === undefined) return undefined;
    const type = this.#byFamily.get(sampleName.slice(0, cut));
    return type !== undefined && allowed.has(type) ? type : undefined;
  }
}

function suffixTypes(): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  for (const [type, suffixes] of Object.entries(SAMPLE_SUFFIXES)) {
    for (const suffix of suffixes) types.set(suffix, (types.get(suffix) ?? new Set()).add(type));
  }
  return types;
}
