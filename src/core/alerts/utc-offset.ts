const HOUR_MS = 3_600_000;

/**
 * How far local time in an IANA zone is from UTC at a moment, in milliseconds: `(timeMs) => 3_600_000` for Berlin in winter. Offsets
 * change on full hours only, so one answer serves its whole hour.
 */
export function utcOffset(timeZone: string): (timeMs: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  let hour = Number.NaN;
  let offsetMs = 0;
  return (timeMs) => {
    const now = Math.floor(timeMs / HOUR_MS);
    if (now !== hour) {
      hour = now;
      offsetMs = parseOffset(format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value ?? '');
    }
    return offsetMs;
  };
}

/** `GMT+05:30` as milliseconds; plain `GMT` is 0. */
function parseOffset(name: string): number {
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
