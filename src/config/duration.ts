const UNITS_MS = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;

// Prometheus' grammar (common/model/time.go): units in falling order, each at most once.
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** `1h30m` -> milliseconds; undefined when the text is not a Prometheus duration. A bare `0` is one. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match = text === '' ? null : DURATION.exec(text);
  if (match === null) return undefined;
  const totalMs = Object.values(UNITS_MS).reduce(
    (sum, unitMs, index) => sum + Number(match[index + 1] ?? 0) * unitMs,
    0,
  );
  return Number.isSafeInteger(totalMs) ? totalMs : undefined;
}

/** Milliseconds -> `1h30m`, the way a person would have written it. */
export function formatDuration(durationMs: number): string {
  let restMs = Math.round(durationMs);
  if (restMs === 0) return '0s';
  let text = '';
  for (const [unit, unitMs] of Object.entries(UNITS_MS)) {
    const count = Math.floor(restMs / unitMs);
    // Years and weeks only where they say it all, as Prometheus prints them: 90d stays 90d.
    if (count === 0 || ((unit === 'y' || unit === 'w') && restMs % unitMs !== 0)) continue;
    text += `${count}${unit}`;
    restMs -= count * unitMs;
  }
  return text;
}
