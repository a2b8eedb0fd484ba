import type { Alert } from '../api/types.ts';

const HOUR_MS = 3_600_000;

/** For how long; the words and the milliseconds. */
export const DURATIONS = [
  ['1 hour', HOUR_MS],
  ['4 hours', 4 * HOUR_MS],
  ['1 day', 24 * HOUR_MS],
  ['1 week', 7 * 24 * HOUR_MS],
] as const;

/** `alert`: this detector on this entity; `entity`: whatever is found of it. */
export type SilenceScope = 'alert' | 'entity';

/** What a person chose in the dialog. */
export interface SilenceChoice {
  readonly scope: SilenceScope;
  readonly durationMs: number;
  readonly comment: string;
}

/** What the API is asked for: matchers that meet this alert and, as long as it lasts, its next episodes. */
export function silenceRequest({ detector, entity }: Alert, choice: SilenceChoice, nowMs: number) {
  const ofEntity = Object.entries(entity.identity).map(([name, value]) => ({ name, value }));
  const ofDetector = choice.scope === 'alert' ? [{ name: 'alertname', value: detector }] : [];
  return {
    matchers: [...ofDetector, ...ofEntity],
    endsAt: new Date(nowMs + choice.durationMs).toISOString(),
    comment: choice.comment.trim(),
  };
}
