import { plainNumber } from '../core/detectors/wording.ts';

/** `1 page`, `2,480 pages`. */
export function counted(count: number, noun: string): string {
  return `${plainNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
