const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something took or takes, in its largest unit that is worth it: `42 s`, `7 min`, `3 h 20 min`, `5 d`. */
export function lasting(ms: number): string {
  const size = Math.max(0, ms);
  if (size < MINUTE_MS) return `${Math.floor(size / 1000)} s`;
  if (size < HOUR_MS) return `${Math.floor(size / MINUTE_MS)} min`;
  if (size >= 3 * DAY_MS) return `${Math.floor(size / DAY_MS)} d`;
  const hours = Math.floor(size / HOUR_MS);
  const minutes = Math.floor((size % HOUR_MS) / MINUTE_MS);
  return minutes === 0 || hours >= 10 ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** A moment as seen from now: `7 min ago`, `in 2 h`, `now`. */
export function relative(timeMs: number, nowMs: number): string {
  const ms = nowMs - timeMs;
  // Clocks of two machines differ a little.
  if (Math.abs(ms) < 1000) return 'now';
  return ms > 0 ? `${lasting(ms)} ago` : `in ${lasting(-ms)}`;
}

/** `2026-11-18 14:02:11 UTC` */
export function absolute(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `14:02:11`, UTC */
export function clockTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(11, 19);
}
