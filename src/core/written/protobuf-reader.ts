import { type Bytes, bytesOf } from '../exposition/bytes.ts';

/** Wire types of https://protobuf.dev/programming-guides/encoding/ that are in use. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;

/**
 * A cursor over a protobuf message. It allocates nothing and never throws: whatever does not fit sets `broken` and moves the cursor to the
 * end, so that the loops over fields end by themselves. Written by hand because generated decoders make an object of every label and
 * sample; here a series costs the strings that are new, and no more.
 */
export class ProtobufReader {
  at = 0;
  broken = false;
  readonly bytes: Bytes;
  readonly #view: DataView;
  /** After `#bits`: whether the varint goes on. */
  #more = false;

  constructor(message: Uint8Array) {
    this.bytes = bytesOf(message);
    this.#view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  }

  /** The next field's number and wire type as the wire has them (`number * 8 + type`); 0 at the end. */
  tag(end: number): number {
    if (this.at >= end) return 0;
    const tag = this.varint();
    if (tag < 8 || this.at > end) this.fail();
    return this.broken ? 0 : tag;
  }

  /** A varint, exact up to 2^53; -1 for all negative 64-bit integers: nothing that we read may be one. */
  varint(): number {
    const low = this.#bits(28);
    if (!this.#more) return low;
    const middle = this.#bits(28);
    const high = this.#more ? this.#bits(14) : 0;
    if (this.#more) this.fail();
    return high >= 0x80 ? -1 : low + middle * 2 ** 28 + high * 2 ** 56;
  }

  /** A little-endian double. */
  double(): number {
    const from = this.at;
    if (from + 8 > this.bytes.length) return this.fail();
    this.at = from + 8;
    return this.#view.getFloat64(from, true);
  }

  /** The length of a field of bytes; returns where it ends. */
  end(limit: number): number {
    const length = this.varint();
    const end = this.at + length;
    return length >= 0 && end <= limit && !this.broken ? end : this.fail();
  }

  /** Passes over a field of whatever type. */
  skip(tag: number, limit: number): void {
    const type = tag % 8;
    if (type === VARINT) this.varint();
    else if (type === BYTES) this.at = this.end(limit);
    else if (type === FIXED64) this.at += 8;
    else if (type === FIXED32) this.at += 4;
    else this.fail();
    if (this.at > limit) this.fail();
  }

  /** Gives up: returns the end of the message. */
  fail(): number {
    this.broken = true;
    this.at = this.bytes.length;
    return this.at;
  }

  /** Up to so many bits of a varint, seven a byte. */
  #bits(maximum: number): number {
    let value = 0;
    for (let shift = 0; shift < maximum; shift += 7) {
      const byte = this.bytes[this.at];
      if (byte === undefined) {
        this.#more = false;
        return this.fail();
      }
      this.at += 1;
      value |= (byte & 0x7f) << shift;
      this.#more = byte >= 0x80;
      if (!this.#more) break;
    }
    return value;
  }
}
