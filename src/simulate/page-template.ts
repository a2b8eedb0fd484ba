import type { Labels } from '../core/model/labels.ts';
import type { NumberStyle } from './number-style.ts';

type FamilyType = 'counter' | 'gauge' | 'histogram';

interface Row {
  /** All bytes between the number before and this number. */
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
const NEW_LINE = 10;

/** A metrics page whose text is made once; rendering only prints the numbers. */
export class PageTemplate {
  readonly #rows: Row[] = [];
  #pending = '';
  #page: Buffer | undefined;

  /** Begins a metric family. */
  family(name: string, type: FamilyType, help: string): this {
    this.#pending += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    return this;
  }

  /** A sample whose number is the value of a channel. */
  sample(name: string, labels: Labels, channel: number, style: NumberStyle): this {
    this.#push(`${this.#pending}${series(name, labels)} `, channel, style, undefined);
    return this;
  }

  /** A sample that is on the page only while the channel `shownBy` is not zero. */
  optional(name: string, labels: Labels, source: { channel: number; style: NumberStyle; shownBy: number }): this {
    if (this.#pending !== '') throw new Error(`${name}: a family cannot begin with an optional sample`);
    this.#push(`${series(name, labels)} `, source.channel, source.style, source.shownBy);
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
    let at = 0;
    for (const row of this.#rows) {
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
      page[at++] = NEW_LINE;
    }
    at += page.write(this.#pending, at, 'latin1');
    return Buffer.from(page.subarray(0, at));
  }

  #scratch(): Buffer {
    this.#page ??= Buffer.allocUnsafe(
      this.#rows.reduce((bytes, row) => bytes + row.text.length + NUMBER_BYTES, this.#pending.length),
    );
    return this.#page;
  }

  #push(text: string, channel: number, style: NumberStyle, shownBy: number | undefined): void {
    const bytes = Buffer.from(text, 'latin1');
    this.#rows.push({ text: bytes, channel, style, shownBy, value: Number.NaN, number: '' });
    this.#pending = '';
    this.#page = undefined;
  }
}

function series(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
