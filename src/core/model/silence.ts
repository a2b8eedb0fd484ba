/** A condition on one label, as in Alertmanager: a regular expression is RE2 and anchored, a missing label is the empty value. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  /** False: the condition is turned round (`!=`, `!~`). */
  readonly isEqual: boolean;
}

/** Alerts whose labels meet all matchers are told to nobody between the two times; they are judged and stored as ever. */
export interface Silence {
  /** UUID. */
  readonly id: string;
  readonly matchers: readonly Matcher[];
  /** Unix milliseconds, as every time here. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
  readonly updatedAtMs: number;
}

/** Alertmanager's three states of a silence. */
export const SILENCE_STATES = ['pending', 'active', 'expired'] as const;
export type SilenceState = (typeof SILENCE_STATES)[number];

/** The state of a silence at a time. */
export function silenceState({ startsAtMs, endsAtMs }: Silence, timeMs: number): SilenceState {
  if (timeMs >= endsAtMs) return 'expired';
  return timeMs < startsAtMs ? 'pending' : 'active';
}
