import type { Labels } from '../model/labels.ts';
import type { Bytes } from './bytes.ts';
import { hashBytes, hashText } from './hash.ts';
import { labelHash } from './series.ts';
import { type SeriesScanner, TOKEN_COLUMNS, TOKEN_FLAGS, TOKEN_FROM, TOKEN_TO } from './series-scanner.ts';
import { isText, StringPool } from './string-pool.ts';

/** One pool for all targets: the same models, nodes and namespaces stand on many pages. */
const POOL = new StringPool();

/** Labels without a prototype, so that a label may be called `constructor` or `__proto__`; a class keeps V8's fast property layout. */
const LabelSet = labelSetClass();

/** Longer texts are not held for the next line. */
const REPEATED_BYTES_MAXIMUM = 128;

/** Makes names and labels of what a scanner has found. */
export class SeriesReader {
  /** Hash of the last name. */
  nameHash = 0;
  /** The share of the last labels in their series' hash. */
  labelsHash = 0;
  #textHash = 0;
  /** The last line's texts by place: most of a line's texts are those of the line before. */
  readonly #lastTexts: (string | undefined)[] = [];
  readonly #lastHashes: number[] = [];

  /** The labels that `scanner` found in `bytes`; those with empty values are left out. */
  labels(bytes: Bytes, { tokens, labelCount }: SeriesScanner): Labels {
    const labels = new LabelSet();
    let hash = 0;
    for (let place = 1; place <= 2 * labelCount; place += 2) {
      const value = this.#token(bytes, tokens, place + 1);
      if (value === '') continue;
      const valueHash = this.#textHash;
      labels[this.#token(bytes, tokens, place)] = value;
      hash = (hash + labelHash(this.#textHash, valueHash)) | 0;
    }
    this.labelsHash = hash;
    return labels;
  }

  /** The metric name in `bytes[from, to)`. */
  name(bytes: Bytes, from: number, to: number, flags: number): string {
    const name = this.#text(bytes, from, to, { flags, place: 0 });
    this.nameHash = this.#textHash;
    return name;
  }

  #token(bytes: Bytes, tokens: Int32Array, place: number): string {
    const token = TOKEN_COLUMNS * place;
    const from = tokens[token + TOKEN_FROM] ?? 0;
    return this.#text(bytes, from, tokens[token + TOKEN_TO] ?? 0, { flags: tokens[token + TOKEN_FLAGS] ?? 0, place });
  }

  #text(bytes: Bytes, from: number, to: number, { flags, place }: { flags: number; place: number }): string {
    const last = flags === 0 ? this.#lastTexts[place] : undefined;
    if (last !== undefined && isText(last, bytes, from, to)) {
      this.#textHash = this.#lastHashes[place] ?? 0;
      return last;
    }
    const hash = hashBytes(bytes, from, to);
    const text = POOL.text(bytes, from, to, hash, flags);
    this.#textHash = flags === 0 ? hash : hashText(text);
    this.#lastTexts[place] = to - from > REPEATED_BYTES_MAXIMUM ? undefined : text;
    this.#lastHashes[place] = this.#textHash;
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
