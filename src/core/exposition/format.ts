/** How a page is written. */
export interface Format {
  readonly kind: 'text' | 'openmetrics';
  /** Whether names may be quoted (`{"a.b"} 1`): text 1.0.0 and OpenMetrics may, text 0.0.4 may not. */
  readonly quotedNames: boolean;
}

const TEXT: Format = Object.freeze({ kind: 'text', quotedNames: false });
const TEXT_UTF8: Format = Object.freeze({ kind: 'text', quotedNames: true });
const OPENMETRICS: Format = Object.freeze({ kind: 'openmetrics', quotedNames: true });

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const MEDIA_TYPE = new RegExp(`^\\s*(${TOKEN}(?:/${TOKEN})?)\\s*((?:;.*)?)$`, 's');
const PARAMETER = new RegExp(`^\\s*;\\s*(${TOKEN})=(${TOKEN}|"(?:[^"\\\\]|\\\\.)*")`, 's');

/**
 * The format that a `Content-Type` names, chosen as Prometheus 2.42 does: OpenMetrics if it says so and is well-formed, text for anything
 * else, even for none. Quoted names go with text 1.0.0 or an `escaping=allow-utf-8` parameter (Prometheus content negotiation).
 */
export function formatOf(contentType: string | undefined): Format {
  const [, mediaType = '', rest = ''] = MEDIA_TYPE.exec(contentType ?? '') ?? [];
  const parameters = parametersOf(rest);
  if (parameters === undefined) return TEXT;
  if (mediaType.toLowerCase() === 'application/openmetrics-text') return OPENMETRICS;
  return parameters.get('version') === '1.0.0' || parameters.get('escaping') === 'allow-utf-8' ? TEXT_UTF8 : TEXT;
}

/** Parameters by lower-case name; undefined when any is malformed or named twice (RFC 2045, as Go's `mime.ParseMediaType`). */
function parametersOf(rest: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  let left = rest;
  while (left.trim() !== '' && left.trim() !== ';') {
    const match = PARAMETER.exec(left);
    const name = match?.[1]?.toLowerCase();
    if (match === null || name === undefined || parameters.has(name)) return undefined;
    parameters.set(name, (match[2] ?? '').replace(/^"|"$/g, ''));
    left = left.slice(match[0].length);
  }
  return parameters;
}
