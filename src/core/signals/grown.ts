type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** The smallest column worth allocating. */
const CAPACITY_MINIMUM = 256;

/** The column with room for `count` elements: itself, or a copy at least twice as long whose new elements are 0. */
export function grown<C extends Column>(column: C, count: number, create: (capacity: number) => C): C {
  if (count <= column.length) return column;
  const wider = create(Math.max(CAPACITY_MINIMUM, count, column.length * 2));
  wider.set(column);
  return wider;
}

export const float64s = (capacity: number): Float64Array<ArrayBuffer> => new Float64Array(capacity);
export const int32s = (capacity: number): Int32Array<ArrayBuffer> => new Int32Array(capacity);
export const uint8s = (capacity: number): Uint8Array<ArrayBuffer> => new Uint8Array(capacity);
