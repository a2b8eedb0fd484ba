import type { Labels } from '../model/labels.ts';
import { type Matcher, type Silence, silenceState } from '../model/silence.ts';
import { compileMatchers, type Matches } from './matchers.ts';
import { compileIntervals, type TimeInterval } from './time-interval.ts';

/** A recurring time at which alerts that meet the matchers are told to nobody. */
export interface MaintenanceWindow {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly timeIntervals: readonly TimeInterval[];
}

/** What stands before a window's name where silences are named. */
export const WINDOW = 'maintenance/';

/** A maintenance window, ready to be asked. */
export interface CompiledWindow {
  readonly id: string;
  readonly matches: Matches;
  readonly isActive: (timeMs: number) => boolean;
}

/** The windows of the configuration, ready to be asked. */
export function compileWindows(windows: readonly MaintenanceWindow[]): readonly CompiledWindow[] {
  return windows.map(({ name, matchers, timeIntervals }) => ({
    id: `${WINDOW}${name}`,
    matches: compileMatchers(matchers),
    isActive: compileIntervals(timeIntervals),
  }));
}

/** Who is silent: the silences of people and the windows of the configuration at one moment. */
export class Silencer {
  private readonly active: readonly Pick<CompiledWindow, 'id' | 'matches'>[];

  constructor(silences: readonly Silence[], windows: readonly CompiledWindow[], timeMs: number) {
    const ofPeople = silences
      .filter((silence) => silenceState(silence, timeMs) === 'active')
      .map(({ id, matchers }) => ({ id, matches: compileMatchers(matchers) }));
    const inTime = windows.filter(({ isActive }) => isActive(timeMs));
    this.active = [...ofPeople, ...inTime];
  }

  /** The silences and windows that silence an alert of these labels, in order of their names; undefined: none. */
  silencedBy(labels: Labels): readonly string[] | undefined {
    const ids = this.active.filter(({ matches }) => matches(labels)).map(({ id }) => id);
    return ids.length === 0 ? undefined : ids.sort();
  }
}
