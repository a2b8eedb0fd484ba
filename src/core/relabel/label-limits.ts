import type { Labels } from '../model/labels.ts';

/** Bounds on one series' labels, its name among them as `__name__`; 0 is none. */
export interface LabelLimits {
  readonly labelLimit: number;
  /** In bytes of UTF-8, like the next. */
  readonly labelNameLengthLimit: number;
  readonly labelValueLengthLimit: number;
}

/**
 * Whether a series keeps within the limits. Where Prometheus fails the whole scrape for one that does not, the caller drops that series:
 * nobody shall blind the monitor with one long label.
 */
export function isWithinLabelLimits(name: string, labels: Labels, limits: LabelLimits): boolean {
  const { labelLimit, labelNameLengthLimit, labelValueLengthLimit } = limits;
  const entries = [['__name__', name] as const, ...Object.entries(labels)];
  if (labelLimit > 0 && entries.length > labelLimit) return false;
  return entries.every(([label, value]) => fits(label, labelNameLengthLimit) && fits(value, labelValueLengthLimit));
}

function fits(text: string, maximumBytes: number): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8: most texts need no counting.
  return maximumBytes === 0 || text.length * 3 <= maximumBytes || utf8Length(text) <= maximumBytes;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
