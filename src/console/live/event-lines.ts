/** One server-sent event. */
export interface StreamEvent {
  readonly id?: string;
  /** `message` where none is named. */
  readonly event: string;
  readonly data: string;
}

/** Larger events are none of ours; a line without an end does not fill the memory. */
const MAXIMUM_LENGTH = 1_000_000;

/**
 * Text of an event stream, piece by piece, to events (HTML standard, "Interpreting an event stream"). The browser's own `EventSource`
 * cannot send a token.
 */
export class EventLines {
  private rest = '';
  private id: string | undefined;
  private event = '';
  private data: string[] = [];

  /** The events that this piece completes. */
  push(piece: string): StreamEvent[] {
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = (lines.pop() ?? '').slice(-MAXIMUM_LENGTH);
    return lines.flatMap((line) => (line === '' ? this.complete() : this.field(line)));
  }

  private field(line: string): [] {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') this.event = value;
    if (name === 'data') this.data.push(value);
    if (name === 'id' && !value.includes('\0')) this.id = value;
    return [];
  }

  private complete(): StreamEvent[] {
    const { event, data, id } = this;
    this.event = '';
    this.data = [];
    if (data.length === 0) return [];
    return [{ ...(id === undefined ? {} : { id }), event: event === '' ? 'message' : event, data: data.join('\n') }];
  }
}
