import type { Labels } from '../core/model/labels.ts';
import { type Page, SCRAPE_FAILURES, type ScrapeFailure } from '../core/model/page.ts';
import { WRITTEN_TYPE } from './written-text.ts';

/** What every header line of a scrape log begins with. */
export const HEADER_START = '# SCRAPE ';

/** The Content-Type of a page that is not text 0.0.4. No target label begins with two underscores, so it can be mistaken for none. */
const CONTENT_TYPE = '__content_type__';

/** What a header line says: a page without its body. */
export interface ScrapeHeader {
  readonly timeMs: number;
  readonly target: Labels;
  readonly contentType?: string;
  /** Present: the scrape failed and no body follows. */
  readonly failure?: ScrapeFailure;
}

/**
 * The header line of a page, without its newline: `# SCRAPE <unix seconds> job=<job> instance=<host:port> [label=value ...]`, then
 * `__content_type__=<type>` where the page has one, and for a failed scrape `up=0 error=<reason>`.
 *
 * A value is written bare. One that is empty, begins with a double quote or holds white space or a control character is a JSON
 * string with its spaces as \u0020, so that a line still splits at its spaces. So are the labels `up` and `error` always:
 * bare, they mean the failure.
 */
export function formatHeader(page: Page): string {
  const { job = '', instance = '', ...others } = page.target;
  const fields = [`${HEADER_START}${page.timeMs / 1000}`, `job=${value(job)}`, `instance=${value(instance)}`];
  for (const name of Object.keys(others).sort()) {
    const text = others[name] ?? '';
    fields.push(`${name}=${name === 'up' || name === 'error' ? quoted(text) : value(text)}`);
  }
  if (!page.up) fields.push('up=0', `error=${page.reason}`);
  else {
    const contentType = 'written' in page ? WRITTEN_TYPE : page.contentType;
    if (contentType !== undefined) fields.push(`${CONTENT_TYPE}=${value(contentType)}`);
  }
  return fields.join(' ');
}

function value(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters would break the line
  return text === '' || /^"|[\s\u0000-\u001f\u007f]/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/\s/g, (space) => `\\u${space.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Reads header lines. Targets repeat for ever, so each one's labels are made once and shared. */
export class HeaderReader {
  private readonly known = new Map<string, Omit<ScrapeHeader, 'timeMs'>>();

  /** A header line without its newline; undefined when it is none. */
  read(line: string): ScrapeHeader | undefined {
    const text = line.trimEnd();
    const end = text.indexOf(' ', HEADER_START.length);
    const seconds = text.slice(HEADER_START.length, end);
    if (end < 0 || !text.startsWith(HEADER_START) || !/^\d+(?:\.\d+)?$/.test(seconds)) return undefined;
    const rest = text.slice(end + 1);
    const about = this.known.get(rest) ?? this.remember(rest);
    return about === undefined ? undefined : { timeMs: Math.round(Number(seconds) * 1000), ...about };
  }

  private remember(rest: string): Omit<ScrapeHeader, 'timeMs'> | undefined {
    const about = readFields(rest.split(' '));
    if (this.known.size >= 20_000) this.known.clear();
    if (about !== undefined) this.known.set(rest, about);
    return about;
  }
}

function readFields(tokens: readonly string[]): Omit<ScrapeHeader, 'timeMs'> | undefined {
  const target: Record<string, string> = {};
  let contentType: string | undefined;
  let reason: string | undefined;
  let failed = false;
  for (const token of tokens) {
    const equals = token.indexOf('=');
    const written = token.slice(equals + 1);
    const text = written.startsWith('"') ? unquoted(written) : written;
    if (equals <= 0 || text === undefined) return undefined;
    const name = token.slice(0, equals);
    if (name === CONTENT_TYPE) contentType = text;
    else if (token === 'up=0') failed = true;
    else if (failed && name === 'error') reason = written;
    else target[name] = text;
  }
  if (target['job'] === undefined || target['instance'] === undefined) return undefined;
  const failure = failed ? (SCRAPE_FAILURES.find((known) => known === reason) ?? 'other') : undefined;
  return {
    target: Object.freeze(target),
    ...(contentType !== undefined && { contentType }),
    ...(failure && { failure }),
  };
}

function unquoted(json: string): string | undefined {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
