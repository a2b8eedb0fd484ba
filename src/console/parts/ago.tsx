import { absolute, relative } from '../format/time.ts';
import { useCell } from '../live/use-cell.ts';
import { NOW } from './now.ts';

/** A moment as seen from now; the moment itself when pointed at. */
export function Ago({ time }: { readonly time: string }) {
  const timeMs = Date.parse(time);
  return (
    <time dateTime={time} title={absolute(timeMs)}>
      {relative(timeMs, useCell(NOW))}
    </time>
  );
}
