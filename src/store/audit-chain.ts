import { createHash } from 'node:crypto';
import { jsonText } from './alert-text.ts';

/** A line of the audit log without its place in the chain. */
export interface AuditFacts {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A line of the audit log. */
export interface AuditLine extends AuditFacts {
  /** 1, 2, 3 ... without a gap. */
  readonly seq: number;
  /** The hash of the line before. */
  readonly previous: string;
  readonly hash: string;
}

/** What stands before the first line of all. */
export const NO_HASH = '0'.repeat(64);

/** The line after another: SHA-256, in hex, over the hash before and the line's facts as canonical JSON. */
export function chained(facts: AuditFacts, before: Pick<AuditLine, 'seq' | 'hash'> | undefined): AuditLine {
  const seq = (before?.seq ?? 0) + 1;
  const previous = before?.hash ?? NO_HASH;
  return { ...facts, seq, previous, hash: hashOf({ ...facts, seq, previous }) };
}

/** The hash that a line should have. */
export function hashOf({ seq, previous, atMs, actor, action, subject, details }: Omit<AuditLine, 'hash'>): string {
  const facts = canonicalJson({ seq, at: new Date(atMs).toISOString(), actor, action, subject, details });
  return createHash('sha256').update(`${previous}\n${facts}`).digest('hex');
}

/** JSON with the keys of every object in order of their UTF-16 units, as RFC 8785 has it, so that one value has one text. */
export function canonicalJson(value: unknown): string {
  return ordered(JSON.parse(jsonText(value)));
}

/** Written by hand, as an object of JavaScript puts keys that look like numbers first. */
function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${ordered(part)}`).join(',')}}`;
}
