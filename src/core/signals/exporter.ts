import type { EntityKind } from '../model/entity.ts';

/** What the value of a series is, whatever its exporter declares (types lie; names lie more). */
export const TREATMENTS = ['counter', 'gauge', 'lastCode'] as const;
/**
 * `counter`: only its reset-aware increase counts, as a rate per second. `gauge`: the value itself, also where it is already a rate.
 * `lastCode`: the code of the last event (an XID): a change to a code that is not 0 is one event, counted like a counter.
 */
export type TreatAs = (typeof TREATMENTS)[number];

export const COMBINATIONS = ['sum', 'max', 'mean'] as const;
/** How the series that feed one measure of one entity come together. */
export type Combine = (typeof COMBINATIONS)[number];

/** The ways in which exporters write "no value" as a number. */
export const BLANKS = ['dcgm', 'negative'] as const;
/**
 * Numbers that mean "no value". `dcgm`: the blank sentinels of its integers and doubles; `negative`: a level that cannot be below
 * zero and says -1 when switched off. NaN and the infinities are never values.
 */
export type Blank = (typeof BLANKS)[number];

export const WEIGHTS = ['inputTokenPrice', 'outputTokenPrice', 'gpuPrice', 'gpuShare'] as const;
/**
 * A factor looked up for each series. Token prices are the price book's in USD a token, by the model's served or else its
 * requested name, and only while no `spend` counter of that model has ever moved; `gpuPrice` is its USD an hour by `modelName`, a
 * MIG instance its share of the slices; `gpuShare` that share alone. A series without a price adds nothing.
 */
export type Weight = (typeof WEIGHTS)[number];

/** Label name to a regular expression over the whole value (JavaScript syntax, anchored at both ends); no label is the empty text. */
export type LabelMatch = Readonly<Record<string, string>>;

/** One contribution of a series to a measure of an entity that the series names. */
export interface Feed {
  /** The measure's name; with the kind of entity it is what a signal's `numerator` and `denominator` speak of. */
  readonly measure: string;
  readonly entity: EntityKind;
  /** Which of several rules for that kind names it; absent: the one without a name. */
  readonly rule?: string;
  /** `sum` unless said otherwise; every feed of one measure and kind must agree. */
  readonly combine?: Combine;
  /** Factor to the measure's unit; 0 says "this happened none of the time", so that a share can be 0 and not missing. */
  readonly scale?: number;
  /** Instead of level or rate: `one` while the series is alive, `last` the raw last value. */
  readonly take?: 'one' | 'last';
  /** Every label must match. */
  readonly where?: LabelMatch;
  /** No label may match. */
  readonly unless?: LabelMatch;
  /** Series that agree on these labels repeat one value (ranks, device and process rows): the largest of them counts, once. */
  readonly once?: readonly string[];
  readonly times?: Weight;
}

/** A quantity of one exporter, under all its names. */
export interface MetricSource {
  /** Newest name first. Where one target shows several, only the first of them counts: they are the same quantity. */
  readonly names: readonly string[];
  /** For names that carry a label in themselves: named groups become labels. Instead of `names`. */
  readonly pattern?: string;
  readonly treatAs: TreatAs;
  readonly blank?: Blank;
  /** False where a series new to a known target may bring a history that is not new (counts from its second sample on). */
  readonly bornAtZero?: false;
  /** Money spent, in USD: where it moves, no price book is asked. */
  readonly spend?: true;
  readonly feeds: readonly Feed[];
}

/** How the series of an exporter name an entity. */
export interface EntityRule {
  readonly kind: EntityKind;
  /** Tells it from another rule of the same kind. */
  readonly name?: string;
  /** Identity label to the labels that may hold it, best first. Tenants come from the configured tenant labels before these. */
  readonly identity: Readonly<Record<string, readonly string[]>>;
  /** Identity labels that may be absent. */
  readonly optional?: readonly string[];
  /** Labels that describe it, under the exporter's own names; one that takes several values at once says nothing and is left out. */
  readonly labels?: readonly string[];
}

/**
 * Labels by which a page names something other than its own target (the workload on a GPU, the service behind an ingress).
 * With target labels in the way Prometheus renames them `exported_*`; a value that is only the target's own is no such label.
 */
export interface PageLabels {
  readonly anchor: string;
  readonly labels: readonly string[];
  /** Every series has the anchor: a value that happens to be the target's too is its own. */
  readonly always?: true;
}

/** All that Gauger knows of one exporter. Data only, so that users can write the same in YAML. */
export interface Exporter {
  readonly id: string;
  readonly title: string;
  /** Beginnings of metric names; one metric with any of them proves the exporter. */
  readonly marks: readonly string[];
  /** Its names are too common to be believed anywhere: they count only on a target with one of the `marks`. */
  readonly scoped?: true;
  /** Its sources count beside those of other exporters that know the same names. */
  readonly additional?: true;
  readonly pageLabels?: PageLabels;
  readonly entities: readonly EntityRule[];
  readonly metrics: readonly MetricSource[];
}
