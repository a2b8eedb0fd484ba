import type { Bytes } from './bytes.ts';
import { ESCAPED, WIDE } from './series-scanner.ts';
import { unescapeText } from './unescape-text.ts';

const SLOT_BITS = 14;
const SLOTS = 1 << SLOT_BITS;
const PROBES_MAXIMUM = 4;
/** Longer texts are not kept: they are seldom shared, and the pool stays small. */
const TEXT_BYTES_MAXIMUM = 128;

/**
 * Strings by their bytes, so that the same label value on a thousand lines is one string and is decoded once. It is a cache of fixed size (2 MiB
 * at most): a full place is overwritten, and forgetting costs memory, never correctness.
 */
export class StringPool {
  readonly #hashes = new Int32Array(SLOTS);
  readonly #strings: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /** The string that `bytes[from, to)` write; `hash` is of those bytes, `flags` says whether they are wide or escaped. */
  text(bytes: Bytes, from: number, to: number, hash: number, flags: number): string {
    if (flags !== 0 || to - from > TEXT_BYTES_MAXIMUM) return decode(bytes, from, to, flags);
    const home = hash >>> (32 - SLOT_BITS);
    for (let probe = 0; probe < PROBES_MAXIMUM; probe += 1) {
      const at = (home + probe) & (SLOTS - 1);
      const known = this.#strings[at];
      if (known === undefined) return this.#keep(at, hash, bytes.latin1Slice(from, to));
      if (this.#hashes[at] === hash && isText(known, bytes, from, to)) return known;
    }
    return this.#keep(home, hash, bytes.latin1Slice(from, to));
  }

  #keep(at: number, hash: number, text: string): string {
    this.#hashes[at] = hash;
    this.#strings[at] = text;
    return text;
  }
}

/** Whether the bytes write exactly this text, one character a byte. */
export function isText(text: string, bytes: Bytes, from: number, to: number): boolean {
  const length = to - from;
  if (text.length !== length) return false;
  for (let i = 0; i < length; i += 1) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

function decode(bytes: Bytes, from: number, to: number, flags: number): string {
  const text = (flags & WIDE) === 0 ? bytes.latin1Slice(from, to) : bytes.utf8Slice(from, to);
  return (flags & ESCAPED) === 0 ? text : unescapeText(text);
}
