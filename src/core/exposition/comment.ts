import { type Bytes, QUOTE } from './bytes.ts';
import type { Format } from './format.ts';
import { type MetricType, metricTypeOf } from './metric-type.ts';
import { unescapeText } from './unescape-text.ts';
import { isUtf8 } from './utf8.ts';

/** What a line that begins with `#` says. */
export type Comment =
  | { readonly kind: 'plain' }
  | { readonly kind: 'end' }
  | { readonly kind: 'type'; readonly family: string; readonly type: MetricType }
  | { readonly kind: 'bad'; readonly reason: string };

const PLAIN: Comment = { kind: 'plain' };
const END: Comment = { kind: 'end' };
/** A comment is read this far; a `# TYPE` line is far shorter. */
const COMMENT_BYTES_MAXIMUM = 16_384;
const METADATA = /^#[ \t]+(TYPE|HELP)[ \t]+("(?:[^"\\]|\\.)*"|[a-zA-Z_:][a-zA-Z0-9_:]*)?(.*)$/s;
const TEXT_TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);

/** Reads the comment in `[from, to)`, which begins with `#` and has no line end. In the lenient form only a useless `# TYPE` is bad. */
export function readComment(bytes: Bytes, from: number, to: number, format: Format): Comment {
  const line = textOf(bytes, from, to).replace(/\r$/, '');
  if (line === '# EOF' && format.kind === 'openmetrics') return END;
  const [, keyword, name, rest = ''] = METADATA.exec(line) ?? [];
  if (keyword !== 'TYPE') return PLAIN;
  const type = metricTypeOf(rest.slice(1).trim().toLowerCase());
  if (name === undefined || type === undefined) return { kind: 'bad', reason: '# TYPE without a known type' };
  return { kind: 'type', family: unquote(name), type };
}

/**
 * Why Prometheus 2.42's text parser rejects the page for this comment, undefined when it does not. It drops one byte after the name and takes
 * the rest of the line as it stands, so `# TYPE a gauge ` with a blank at its end is an unknown type.
 */
export function textCommentFault(bytes: Bytes, from: number, to: number, format: Format): string | undefined {
  const [, keyword, name, rest = ''] = METADATA.exec(textOf(bytes, from, to)) ?? [];
  if (keyword === undefined) return undefined;
  if (name === undefined || (name.charCodeAt(0) === QUOTE && !format.quotedNames))
    return `no metric name after ${keyword}`;
  if (keyword === 'TYPE') return TEXT_TYPES.has(rest.slice(1)) ? undefined : 'unknown metric type';
  return isUtf8(bytes, from, to) ? undefined : 'HELP is not valid UTF-8';
}

function textOf(bytes: Bytes, from: number, to: number): string {
  return bytes.utf8Slice(from, Math.min(to, from + COMMENT_BYTES_MAXIMUM));
}

function unquote(name: string): string {
  return name.startsWith('"') ? unescapeText(name.slice(1, -1)) : name;
}
