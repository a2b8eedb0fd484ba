import { useEffect, useState } from 'preact/hooks';
import type { Cell } from './cell.ts';

/** The value of a cell; the component is drawn again when it changes. */
export function useCell<T>(cell: Cell<T>): T {
  const [, draw] = useState({});
  useEffect(() => {
    // What changed between the drawing and this effect was told to nobody.
    draw({});
    return cell.subscribe(() => draw({}));
  }, [cell]);
  return cell.value;
}
