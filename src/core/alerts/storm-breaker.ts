import type { Alert } from '../model/alert.ts';

/** When people are told of alerts one by one, and when of many at once. */
export interface StormPolicy {
  /** Alerts that begin to fire within the window and are told one by one. */
  readonly alertMaximum: number;
  readonly windowMs: number;
  /** Episodes of one fingerprint within the flap window that are told one by one. */
  readonly episodeMaximum: number;
  readonly flapWindowMs: number;
}

/** Twenty beginnings within ten minutes are told one by one, and three of one alert within an hour. */
export const DEFAULT_STORM_POLICY: StormPolicy = Object.freeze({
  alertMaximum: 20,
  windowMs: 600_000,
  episodeMaximum: 3,
  flapWindowMs: 3_600_000,
});

/** At once, or with others in a digest. */
export type Telling = 'tell' | 'digest';

/** Decisions that are remembered, the latest. */
const REMEMBERED_MAXIMUM = 20_000;

/**
 * Keeps a flood from people: past the budget, and of an alert that comes and goes, what is told goes into a digest. An alert is decided on
 * once, when it is first seen firing; its end is told as its beginning was.
 */
export class StormBreaker {
  private readonly decisions = new Map<string, Telling>();
  /** When the latest alerts began to fire, as many as the budget. */
  private readonly latest: number[] = [];
  /** The same for each fingerprint. */
  private readonly episodes = new Map<string, number[]>();

  constructor(private readonly policy: StormPolicy = DEFAULT_STORM_POLICY) {}

  /** How an alert is told; the same for the same alert, however often it is asked for. */
  decide(alert: Alert): Telling {
    const known = this.decisions.get(alert.id);
    if (known !== undefined) return known;
    // It fired before this process began, and was told by another.
    if (alert.state !== 'firing') return 'tell';
    const { id, fingerprint, firedAtMs = alert.startsAtMs } = alert;
    const { alertMaximum, windowMs, episodeMaximum, flapWindowMs } = this.policy;
    const episodes = this.episodes.get(fingerprint) ?? [];
    const isStorm = isPast(this.latest, alertMaximum, firedAtMs - windowMs);
    const flaps = isPast(episodes, episodeMaximum, firedAtMs - flapWindowMs);
    const telling = isStorm || flaps ? 'digest' : 'tell';
    note(this.latest, firedAtMs, alertMaximum);
    note(episodes, firedAtMs, episodeMaximum);
    keep(this.episodes, fingerprint, episodes);
    keep(this.decisions, id, telling);
    return telling;
  }
}

/** Whether as many as the maximum began after the moment. */
function isPast(times: readonly number[], maximum: number, sinceMs: number): boolean {
  return times.length >= maximum && times.every((timeMs) => timeMs > sinceMs);
}

/** Keeps the latest times, as many as the maximum. */
function note(times: number[], timeMs: number, maximum: number): void {
  times.push(timeMs);
  times.sort((a, b) => a - b);
  if (times.length > maximum) times.shift();
}

/** Remembers the latest of what was kept. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED_MAXIMUM && oldest !== undefined) map.delete(oldest);
}
