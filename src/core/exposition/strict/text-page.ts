import { type Bytes, HASH, LINE_FEED, nextLine, skipBlanks } from '../bytes.ts';
import { textCommentFault } from '../comment.ts';
import type { Format } from '../format.ts';
import { SampleTail } from '../sample-tail.ts';
import { SeriesScanner } from '../series-scanner.ts';
import type { Verdict } from './judge.ts';

const NUL = 0;

/**
 * Judges a text page as Prometheus' text parser does. It knows no families: types may come late or twice, histograms may lack buckets, and a
 * series may stand twice. Only each line's grammar counts, and a line that begins with NUL ends the page.
 */
export function judgeText(bytes: Bytes, to: number, format: Format): Verdict {
  const reader = new StrictTextReader(bytes, to, format);
  let at = 0;
  for (let line = 1; at < to && bytes[skipBlanks(bytes, at, to)] !== NUL; line += 1) {
    const next = reader.line(at);
    if (typeof next === 'string') return { ok: false, reason: `line ${line}: ${next}` };
    at = next;
  }
  return { ok: true, end: at };
}

class StrictTextReader {
  readonly #bytes: Bytes;
  readonly #to: number;
  readonly #format: Format;
  readonly #scanner: SeriesScanner;
  readonly #tail: SampleTail;
  readonly #value = new Float64Array(1);

  constructor(bytes: Bytes, to: number, format: Format) {
    this.#bytes = bytes;
    this.#to = to;
    this.#format = format;
    this.#scanner = new SeriesScanner(format.quotedNames);
    this.#tail = new SampleTail(format, true);
  }

  /** Position after the line at `at`, or what is wrong with it. */
  line(at: number): number | string {
    const from = skipBlanks(this.#bytes, at, this.#to);
    if (from >= this.#to) return this.#to;
    const byte = this.#bytes[from];
    if (byte === LINE_FEED) return from + 1;
    if (byte === HASH) return this.#comment(from);
    // 2.42 takes the blanks as part of the name and then finds it invalid; the parser that knows quoted names passes over them.
    if (from > at && !this.#format.quotedNames) return 'blanks before the metric name';
    if (!this.#scanner.scan(this.#bytes, from, this.#to)) return this.#scanner.reason;
    return this.#tail.read(this.#bytes, this.#scanner.end, this.#to, this.#value, 0)
      ? this.#tail.end
      : this.#tail.reason;
  }

  #comment(from: number): number | string {
    const next = nextLine(this.#bytes, from, this.#to);
    const end = this.#bytes[next - 1] === LINE_FEED ? next - 1 : next;
    return textCommentFault(this.#bytes, from, end, this.#format) ?? next;
  }
}
