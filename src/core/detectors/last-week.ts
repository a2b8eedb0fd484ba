import type { Entity } from '../model/entity.ts';
import type { Reading } from '../model/signal.ts';
import type { TickView } from './detector.ts';
import { isUsable } from './readings.ts';
import { quantity } from './wording.ts';

/** What more than anything in the last week scores at most: how far it is beyond is told by its numbers. */
const SCORE_MAXIMUM = 10;

/**
 * The last twenty minutes of a signal, where they are `factor` times the highest that twenty minutes were at this time of day in the last week, and
 * more by what may be news at all. What creeps up takes along every band that follows it; last week it cannot move. The reading's expectation and
 * upper edge are that highest, its score is 1 at `factor`. Undefined while it is less, or no week is known.
 */
export function beyondLastWeek(view: TickView, entity: Entity, signal: string, factor: number): Reading | undefined {
  const lately = againstLastWeek(view, entity, signal);
  if (lately === undefined) return undefined;
  const { value, expected } = lately;
  if (!(value >= factor * expected) || value - expected < lately.signal.minimumAbsolute) return undefined;
  return { ...lately, score: Math.min(SCORE_MAXIMUM, value / (factor * expected)) };
}

/** The last twenty minutes of a signal, with the highest of last week as their expectation; undefined while no week is known. */
export function againstLastWeek(view: TickView, entity: Entity, signal: string): Reading | undefined {
  const lately = view.reading(`${signal}Lately`, entity);
  const week = view.reading(`${signal}WeekHighest`, entity);
  if (!isUsable(lately) || !isUsable(week)) return undefined;
  return { ...lately, expected: week.value, lower: 0, upper: week.value };
}

/** Whether a reading is the last minutes of a signal: what is told of them is held against a limit, last week's highest or another, not a band. */
export function isLately({ signal }: Reading): boolean {
  return signal.memory?.of === 'lately';
}

/** `at most $0.28/h at this time of day in the last week`. */
export function atMostLastWeek({ expected, signal }: Reading): string {
  return `at most ${quantity(expected, signal.unit)} at this time of day in the last week`;
}
