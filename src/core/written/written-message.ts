/** Samples of one series, as a message has them; the same object is filled anew for the next series. */
export class DecodedSeries {
  /** Names and values in turn; the first `length` are valid. An empty value is no label. */
  readonly texts: string[] = [];
  length = 0;
  /** Of names and values, whatever their order: `seriesHash` with the metric's name as a label. */
  hash = 0;
  readonly values: number[] = [];
  readonly timesMs: number[] = [];
  /** Samples. */
  count = 0;
  /** Native histograms and exemplars, of which nothing is taken. */
  histograms = 0;
  exemplars = 0;
  /** Why none of it can be taken; its samples are counted all the same. */
  invalid: string | undefined;

  clear(): void {
    this.length = this.hash = this.count = this.histograms = this.exemplars = 0;
    this.invalid = undefined;
  }

  addSample(value: number, timeMs: number): void {
    this.values[this.count] = value;
    this.timesMs[this.count] = timeMs;
    this.count += 1;
  }

  /** The value of a label; undefined where there is none. */
  label(name: string): string | undefined {
    for (let i = 0; i < this.length; i += 2) if (this.texts[i] === name) return this.texts[i + 1];
    return undefined;
  }
}

/** Labels of one series that are believed; Prometheus knows no default, and the largest real ones have some forty. */
const LABELS_MAXIMUM = 200;
/** Of all names and values of a series together, UTF-16 units. */
const TEXT_MAXIMUM = 16_384;

/** Why a series cannot be one, for the sender; undefined when it can. */
export function seriesProblem({ texts, length }: DecodedSeries): string | undefined {
  if (length > 2 * LABELS_MAXIMUM) return `a series has more than ${LABELS_MAXIMUM} labels`;
  let named = false;
  let size = 0;
  for (let i = 0; i < length; i += 2) {
    const name = texts[i] ?? '';
    if (name === '') return 'a label has no name';
    if (name === '__name__' && texts[i + 1] !== '') named = true;
    // Sorted names stand side by side when they are the same.
    if (i > 0 && name === texts[i - 2]) return `the label ${JSON.stringify(name.slice(0, 100))} stands twice`;
    size += name.length + (texts[i + 1]?.length ?? 0);
  }
  if (!named) return 'a series has no __name__';
  return size > TEXT_MAXIMUM ? `the labels of a series are longer than ${TEXT_MAXIMUM} characters` : undefined;
}

/** Takes each series of a message in turn. */
export type TakeSeries = (series: DecodedSeries) => void;
