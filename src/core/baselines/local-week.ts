import { WEEK_HOURS } from './row.ts';

const HOUR_MS = 3_600_000;

/** Local time of week; the offset from UTC is asked for once an hour, for daylight saving changes on the hour. */
export class LocalWeek {
  private hour = Number.NaN;
  private offsetMs = 0;

  constructor(private readonly utcOffsetMs: (timeMs: number) => number) {}

  /** Hours since Thursday 00:00 local time (the Unix epoch was a Thursday), 0 to 168. */
  weekHour(timeMs: number): number {
    const hour = Math.floor(timeMs / HOUR_MS);
    if (hour !== this.hour) {
      this.hour = hour;
      this.offsetMs = this.utcOffsetMs(timeMs);
    }
    const hours = (timeMs + this.offsetMs) / HOUR_MS;
    return hours - WEEK_HOURS * Math.floor(hours / WEEK_HOURS);
  }
}
