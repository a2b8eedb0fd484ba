import type { Severity } from '../../core/model/finding.ts';

/** A message and its header (RFC 5424). */
export interface SyslogMessage {
  readonly severity: Severity | 'notice';
  readonly timeMs: number;
  readonly host: string;
  readonly processId: number;
  /** The type of the message; at most 32 characters. */
  readonly id: string;
  readonly text: string;
}

/** Facility "log alert" (RFC 5424 table 1). */
const FACILITY = 14;
const LEVEL = { critical: 2, warning: 4, notice: 5, info: 6 } as const;

/** A message of RFC 5424 framed by its length in bytes (RFC 6587 and RFC 5425 octet counting). */
export function syslogFrame({ severity, timeMs, host, processId, id, text }: SyslogMessage): Buffer {
  const priority = FACILITY * 8 + LEVEL[severity];
  const time = new Date(timeMs).toISOString();
  const line = Buffer.from(`<${priority}>1 ${time} ${name(host, 255)} gauger ${processId} ${name(id, 32)} - ${text}`);
  return Buffer.concat([Buffer.from(`${line.length} `), line]);
}

/** A header's field: printable ASCII without spaces, `-` where there is none. */
function name(text: string, maximum: number): string {
  return text.replace(/[^\x21-\x7e]/g, '').slice(0, maximum) || '-';
}
