import type { Labels } from '../core/model/labels.ts';
import type { NumberStyle } from './number-style.ts';

type FamilyType = 'counter' | 'gauge' | 'histogram';

interface Row {
  /** Lines before a row that is not always shown; they always are. */
  readonly lead: Buffer | undefined;
  /** All other bytes between the number before and this number. */
  readonly text: Buffer;
  readonly channel: number;
  readonly style: NumberStyle;
  /** A channel: the row is shown while it is not zero. */
  readonly shownBy: number | undefined;
  /** The value printed last and how, since most numbers of a quiet cluster stand still. */
  value: number;
  number: string;
}

/** No number of any style is longer. */
const NUMBER_BYTES = 32;
/** A space and milliseconds of this epoch. */
const TIME_BYTES = 14;
const NEW_LINE = 10;

/** A metrics page whose text is made once; rendering only prints the numbers. */
export class PageTemplate {
  readonly #rows: Row[] = [];
  readonly #lookedAt: number | undefined;
  #pending = '';
  #page: Buffer | undefined;

  /** `lookedAt`: a channel with the time (Unix ms) that samples carry, where an exporter tells when it looked; constants carry none. */
  constructor(lookedAt?: number) {
    this.#lookedAt = lookedAt;
  }

  /** Begins a metric family. */
  family(name: string, type: FamilyType, help: string): this {
    this.#pending += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    return this;
  }

  /** A sample whose number is the value of a channel. */
  sample(name: string, labels: Labels, channel: number, style: NumberStyle): this {
    this.#rows.push(row(`${this.#takePending()}${series(name, labels)} `, { channel, style }));
    return this;
  }

  /** A sample that is on the page only while the channel `shownBy` is not zero. */
  optional(name: string, labels: Labels, source: { channel: number; style: NumberStyle; shownBy: number }): this {
    const lead = this.#takePending();
    this.#rows.push({
      ...row(`${series(name, labels)} `, source),
      ...(lead !== '' && { lead: Buffer.from(lead, 'latin1') }),
    });
    return this;
  }

  /** A sample that never changes. */
  constant(name: string, labels: Labels, number: string): this {
    this.#pending += `${series(name, labels)} ${number}\n`;
    return this;
  }

  /** The page with these values, as the bytes an exporter would send. */
  render(values: Float64Array): Buffer {
    const page = this.#scratch();
    const time = this.#lookedAt === undefined ? '' : ` ${values[this.#lookedAt]}`;
    let at = 0;
    for (const row of this.#rows) {
      if (row.lead !== undefined) {
        page.set(row.lead, at);
        at += row.lead.length;
      }
      if (row.shownBy !== undefined && values[row.shownBy] === 0) continue;
      page.set(row.text, at);
      at += row.text.length;
      const value = values[row.channel] ?? 0;
      if (value !== row.value) {
        row.value = value;
        row.number = row.style(value);
      }
      const { number } = row;
      for (let i = 0; i < number.length; i++) page[at++] = number.charCodeAt(i);
      for (let i = 0; i < time.length; i++) page[at++] = time.charCodeAt(i);
      page[at++] = NEW_LINE;
    }
    at += page.write(this.#pending, at, 'latin1');
    return Buffer.from(page.subarray(0, at));
  }

  #scratch(): Buffer {
    const bytesOf = ({ lead, text }: Row) => (lead?.length ?? 0) + text.length + NUMBER_BYTES + TIME_BYTES;
    this.#page ??= Buffer.allocUnsafe(this.#rows.reduce((bytes, row) => bytes + bytesOf(row), this.#pending.length));
    return this.#page;
  }

  #takePending(): string {
    const text = this.#pending;
    this.#pending = '';
    this.#page = undefined;
    return text;
  }
}

function row(text: string, { channel, style, shownBy }: Pick<Row, 'channel' | 'style'> & { shownBy?: number }): Row {
  return { lead: undefined, text: Buffer.from(text, 'latin1'), channel, style, shownBy, value: Number.NaN, number: '' };
}

function series(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
