const BARS = '▁▂▃▄▅▆▇█';

/** Numbers as bars of eight heights, the least to the greatest; what is not known is a space. */
export function sparkline(values: readonly number[]): string {
  const known = values.filter(Number.isFinite);
  const least = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const reach = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - least;
  const bar = (value: number) => BARS[reach > 0 ? Math.round((7 * (value - least)) / reach) : 0] ?? ' ';
  return values.map((value) => (Number.isFinite(value) ? bar(value) : ' ')).join('');
}

/** As many numbers as there is room for: each the greatest of its part, so that no peak is lost. */
export function inColumns(values: readonly number[], columns: number): number[] {
  if (values.length <= columns) return [...values];
  return Array.from({ length: columns }, (_, column) => {
    const part = values.slice(
      Math.floor((column * values.length) / columns),
      Math.floor(((column + 1) * values.length) / columns),
    );
    return part.reduce((a, b) => (Number.isNaN(a) || b > a ? b : a), Number.NaN);
  });
}
