/** A reading against its band, in percent of the width of a small bar that begins at zero. */
export interface BandGeometry {
  readonly from: number;
  readonly width: number;
  readonly mark: number;
}

/** Room behind the larger of band and value, so that neither ends at the border. */
const ROOM = 1.15;

/** Nothing where the value or its upper edge is not known. */
export function bandGeometry(
  value: number | null,
  lower: number | null,
  upper: number | null,
): BandGeometry | undefined {
  if (value === null || upper === null) return undefined;
  const start = Math.min(0, value, lower ?? 0);
  const end = Math.max(value, upper) * ROOM;
  if (!(end > start)) return undefined;
  const place = (at: number) => ((at - start) / (end - start)) * 100;
  const from = place(Math.max(start, lower ?? start));
  return { from, width: Math.max(0, place(upper) - from), mark: place(value) };
}
