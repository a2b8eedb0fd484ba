const SIZE = /^(\d+(?:\.\d+)?)(?:([KMGTPE])i?)?B$/;
const PREFIXES = 'KMGTPE';

/** `50MB` -> bytes, in powers of 1024 like Prometheus' `body_size_limit`; undefined when the text is no size. A bare `0` is one. */
export function parseByteSize(text: string): number | undefined {
  if (text === '0') return 0;
  const match = SIZE.exec(text);
  if (match === null) return undefined;
  const bytes = Math.round(Number(match[1]) * 1024 ** (match[2] === undefined ? 0 : PREFIXES.indexOf(match[2]) + 1));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Bytes -> `50MB`; a number that no unit divides is given in bytes. */
export function formatByteSize(bytes: number): string {
  for (let power = PREFIXES.length; power > 0; power--) {
    const unit = 1024 ** power;
    if (bytes >= unit && bytes % unit === 0) return `${bytes / unit}${PREFIXES[power - 1]}B`;
  }
  return `${bytes}B`;
}
