import { Cell } from '../live/cell.ts';

/** The time, once a second while somebody looks: relative times follow it. */
export const NOW = new Cell(Date.now());

setInterval(() => {
  if (!document.hidden) NOW.set(Date.now());
}, 1000);
