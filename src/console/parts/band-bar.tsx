import type { Signal } from '../api/types.ts';
import { bandGeometry } from '../format/band-geometry.ts';
import { bandInWords, inWords } from '../format/quantity.ts';

type Reading = Pick<Signal, 'value' | 'lower' | 'upper' | 'unit' | 'ready'>;

/** A value over its band: the shaded part is usual. */
export function BandBar({ value, lower, upper, unit, ready }: Reading) {
  const geometry = bandGeometry(value, lower, upper);
  const words = ready ? `usually ${bandInWords(lower, upper, unit)}` : 'still learning what is usual';
  const out = ready && value !== null && ((upper !== null && value > upper) || (lower !== null && value < lower));
  return (
    <svg class={out ? 'band-bar out' : 'band-bar'} viewBox="0 0 100 8" preserveAspectRatio="none" role="img">
      <title>{`${inWords(value, unit)}, ${words}`}</title>
      <rect class="band-track" x="0" y="2.5" width="100" height="3" rx="1.5" />
      {geometry !== undefined && ready && (
        <rect class="band-usual" x={geometry.from} y="1" width={geometry.width} height="6" rx="1" />
      )}
      {geometry !== undefined && (
        <rect class="band-value" x={Math.max(0, geometry.mark - 1)} y="0" width="2" height="8" />
      )}
    </svg>
  );
}
