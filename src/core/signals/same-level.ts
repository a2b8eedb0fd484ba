import type { SignalDefinition } from '../model/signal.ts';

/** Whether two signals tell of one level: the same quotient, as it is, as it has been lately, or at its highest of the week. */
export function isSameLevel(a: SignalDefinition, b: SignalDefinition): boolean {
  return a.id === b.id || (tellsLevel(a) && tellsLevel(b) && quotientOf(a) === quotientOf(b));
}

/** Other memories tell of the course of a quotient, its variation or its absence. */
function tellsLevel({ memory }: SignalDefinition): boolean {
  return memory === undefined || memory.of === 'lately' || memory.of === 'weekHighest';
}

function quotientOf({ entity, numerator, denominator, denominatorOf }: SignalDefinition): string {
  return JSON.stringify([entity, numerator, denominator, denominatorOf]);
}
