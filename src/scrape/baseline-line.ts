import type { BaselineRow } from '../core/model/baseline-row.ts';

/** What a baseline's line in a scrape log begins with. */
export const BASELINE_START = '# BASELINE ';

const LINE = /^# BASELINE (\d+) (\d+) ([A-Za-z0-9+/=]+) ([^|]+)\|(.+)$/;

/**
 * A baseline as a line of a scrape log, without its newline: `# BASELINE <version> <Unix ms> <state, base64> <signal>|<entity key>`.
 * A log that begins with such lines replays from what was learnt before it.
 */
export function formatBaseline({ key, version, state, updatedMs }: BaselineRow): string {
  return `${BASELINE_START}${version} ${updatedMs} ${Buffer.from(state).toString('base64')} ${key}`;
}

/** The baseline of a line without its newline; undefined when it is none. */
export function readBaseline(line: string): BaselineRow | undefined {
  const [, version, updatedMs, state = '', signal = '', entity = ''] = LINE.exec(line.trimEnd()) ?? [];
  if (version === undefined) return undefined;
  return {
    key: `${signal}|${entity}`,
    signal,
    entity,
    version: Number(version),
    state: Buffer.from(state, 'base64'),
    updatedMs: Number(updatedMs),
  };
}
