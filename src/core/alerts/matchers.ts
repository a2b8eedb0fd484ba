import { RE2JS } from 're2js';
import type { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/silence.ts';

/** Do these labels meet every condition? */
export type Matches = (labels: Labels) => boolean;

const MATCHER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"]*?))\s*$/s;

/** One matcher as Alertmanager and amtool write it: `severity="critical"`, `tenant=~a.*`; undefined when it is none. */
export function parseMatcher(text: string): Matcher | undefined {
  const [, name, operator = '', quoted, bare = ''] = MATCHER.exec(text) ?? [];
  if (name === undefined) return undefined;
  const value = quoted === undefined ? bare : unescaped(quoted);
  const matcher = { name, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
  return matcherProblem(matcher) === undefined ? matcher : undefined;
}

/** The matcher as `parseMatcher` reads it. */
export function matcherText({ name, value, isRegex, isEqual }: Matcher): string {
  const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `${name}${operator}"${escaped}"`;
}

/** What is wrong with a matcher, for a person; undefined: nothing. */
export function matcherProblem({ value, isRegex }: Matcher): string | undefined {
  try {
    if (isRegex) compiled(value);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${JSON.stringify(value)} is no regular expression (RE2): ${reason}`;
  }
}

/**
 * All conditions in one function. As in Alertmanager a regular expression is RE2 and anchored at both ends, and a label that is missing
 * has the empty value. No conditions: everything meets them.
 *
 * @throws Error for a regular expression that RE2 does not read
 */
export function compileMatchers(matchers: readonly Matcher[]): Matches {
  const conditions = matchers.map(condition);
  return (labels) => conditions.every((matches) => matches(labels));
}

function condition({ name, value, isRegex, isEqual }: Matcher): Matches {
  if (!isRegex) return (labels) => ((labels[name] ?? '') === value) === isEqual;
  const pattern = compiled(value);
  return (labels) => pattern.matcher(labels[name] ?? '').find() === isEqual;
}

function compiled(source: string): RE2JS {
  return RE2JS.compile(`^(?:${source})$`);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
