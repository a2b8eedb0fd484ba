import { z } from 'zod';
import { parseByteSize } from './byte-size.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { nearest } from './nearest.ts';
import { Secret } from './secret.ts';

/** What a key that nobody knows is told. */
export function unknownKey(key: string, known: readonly string[]): string {
  const guess = nearest(key, known);
  return guess === undefined ? `unknown key; known here: ${known.join(', ')}` : `unknown key; did you mean ${guess}?`;
}

/**
 * A map of the file whose every key is named here. The issue for unknown keys carries one line for each of them, in their order:
 * `problemsOf` sets each at its own place.
 */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: ({ code, ...issue }) => {
      const keys: unknown = code === 'unrecognized_keys' ? issue.keys : undefined;
      return Array.isArray(keys)
        ? keys.map((key) => unknownKey(String(key), Object.keys(shape))).join('\n')
        : undefined;
    },
  });
}

/** A field read from text by a function that knows what to say when it cannot. */
function field<Value>(read: (text: string) => Value | undefined, remedy: string) {
  return z.unknown().transform((given, context) => {
    const scalar = typeof given === 'string' || typeof given === 'number';
    const value = scalar ? read(String(given)) : undefined;
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `${shown(given)}; ${remedy}` });
    return z.NEVER;
  });
}

function shown(given: unknown): string {
  if (given === undefined) return 'is missing';
  return typeof given === 'object' ? 'is not one value' : `${JSON.stringify(given)} cannot be used`;
}

/** A duration above zero, in milliseconds. */
export const duration = field(
  (text) => parseDuration(text) || undefined,
  'write a duration like 30s, 5m or 1h30m',
).meta({
  title: 'duration',
});

/** A duration in milliseconds that may be zero. */
export const durationOrZero = field(parseDuration, 'write a duration like 0s, 30s or 5m').meta({ title: 'duration' });

/** A size in bytes, 0 meaning no limit where Prometheus says so. */
export const byteSize = field(parseByteSize, 'write a size like 500KB or 50MB').meta({ title: 'size' });

/** A limit in Prometheus' way: 0 is none. */
export const limit = z.number().int().min(0);

/** Any text but the empty one. */
export const text = z.string().min(1);

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** A label's name as Prometheus took it before UTF-8. */
export const labelName = z
  .string()
  .regex(LABEL_NAME, 'is no label name; use letters, digits and _, not beginning with a digit')
  .meta({ title: 'label name' });
/** Label names and their values. */
export const labels = z.record(labelName, z.string());

/** IANA name of a time zone. */
export const timeZone = z
  .string()
  .refine(isTimeZone, 'is no time zone; write one like Europe/Berlin or UTC')
  .meta({ title: 'time zone' });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `http://` or `https://` address; kept as written, without a slash at its end. Not shown when wrong: addresses may hold passwords. */
export const httpUrl = z
  .string()
  .refine(
    (given) => URL.canParse(given) && /^https?:/i.test(given),
    'is no whole address; write one like https://gauger.example',
  )
  .transform((given) => given.replace(/\/+$/, ''))
  .meta({ title: 'address' });

/** Of a secret `x` given inline or as `x_file`: the one that is there. Both at once are a problem. */
export function secretOf(
  given: Readonly<Record<string, unknown>>,
  key: string,
  context: z.RefinementCtx,
): Secret | undefined {
  const inline = given[key];
  const file = given[`${key}_file`];
  if (inline !== undefined && file !== undefined) {
    context.addIssue({ code: 'custom', path: [key], message: `is given beside ${key}_file; keep one of them` });
  }
  if (typeof file === 'string') return new Secret({ file });
  return typeof inline === 'string' ? new Secret({ text: inline }) : undefined;
}

/** Tells of a timeout that is longer than its interval, which would let scrapes overlap. */
export function checkTimeout(timeoutMs: number, intervalMs: number, context: z.RefinementCtx): void {
  if (timeoutMs <= intervalMs) return;
  const message = `${formatDuration(timeoutMs)} is longer than scrape_interval ${formatDuration(intervalMs)}; lower the timeout or raise the interval`;
  context.addIssue({ code: 'custom', path: ['scrape_timeout'], message });
}
