/**
 * The functions of `Math` that run millions of times in a simulated week. Jest runs modules in a VM context, in which every look-up
 * of a global costs more than the arithmetic itself; a module's own binding costs nothing.
 */
export const { cos, exp, floor, log, max, min, round, sin, sqrt, PI } = Math;

/** The largest float, and one more. */
export const INFINITY = Number.POSITIVE_INFINITY;
export const { isInteger } = Number;
