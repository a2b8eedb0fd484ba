import type { Bytes } from './bytes.ts';
import type { FamilyTypes } from './family-types.ts';
import { hashBytes, hashText } from './hash.ts';
import { labelHash, type Series } from './series.ts';
import { type SeriesScanner, TOKEN_COLUMNS, TOKEN_FLAGS, TOKEN_FROM, TOKEN_TO } from './series-scanner.ts';
import { isText, StringPool } from './string-pool.ts';

/** One pool for all targets: the same models, nodes and namespaces stand on many pages. */
const POOL = new StringPool();

/** Labels without a prototype, so that a label may be called `constructor` or `__proto__`; a class keeps V8's fast property layout. */
const LabelSet = labelSetClass();

/** Longer texts are not held for the next line. */
const REPEATED_BYTES_MAXIMUM = 128;

/** Makes the series that a scanner has found. */
export class SeriesReader {
  /** `seriesHash` of the last series that was read. */
  hash = 0;
  #tokenHash = 0;
  /** The last line's texts by place: most of a line's tokens are those of the line before. */
  readonly #lastTexts: (string | undefined)[] = [];
  readonly #lastHashes: number[] = [];

  /** The series whose parts `scanner` found in `bytes`; labels with empty values are left out. */
  read(bytes: Bytes, scanner: SeriesScanner, types: FamilyTypes): Series {
    const { tokens, labelCount } = scanner;
    const labels = new LabelSet();
    const name = this.#text(bytes, tokens, 0);
    let hash = this.#tokenHash;
    for (let label = 0; label < labelCount; label += 1) {
      const token = TOKEN_COLUMNS * (1 + 2 * label);
      const value = this.#text(bytes, tokens, token + TOKEN_COLUMNS);
      if (value === '') continue;
      const valueHash = this.#tokenHash;
      labels[this.#text(bytes, tokens, token)] = value;
      hash = (hash + labelHash(this.#tokenHash, valueHash)) | 0;
    }
    this.hash = hash;
    return { name, labels, type: types.of(name) };
  }

  #text(bytes: Bytes, tokens: Int32Array, token: number): string {
    const from = tokens[token + TOKEN_FROM] ?? 0;
    const to = tokens[token + TOKEN_TO] ?? 0;
    const flags = tokens[token + TOKEN_FLAGS] ?? 0;
    const place = token / TOKEN_COLUMNS;
    const last = flags === 0 ? this.#lastTexts[place] : undefined;
    if (last !== undefined && isText(last, bytes, from, to)) {
      this.#tokenHash = this.#lastHashes[place] ?? 0;
      return last;
    }
    const hash = hashBytes(bytes, from, to);
    const text = POOL.text(bytes, from, to, hash, flags);
    this.#tokenHash = flags === 0 ? hash : hashText(text);
    this.#lastTexts[place] = to - from > REPEATED_BYTES_MAXIMUM ? undefined : text;
    this.#lastHashes[place] = this.#tokenHash;
    return text;
  }
}

function labelSetClass(): new () => Record<string, string> {
  class Labels {
    [name: string]: string;
  }
  Object.setPrototypeOf(Labels.prototype, null);
  Reflect.deleteProperty(Labels.prototype, 'constructor');
  return Labels;
}
