/**
 * The one exception to "core knows no Node": byte strings are compared, searched, copied and decoded by Node's `Buffer`, because its native
 * `compare` is what makes a remembered page three times as fast to read as a loop over its bytes. Nothing of it touches the outside world.
 */
export interface Bytes extends Uint8Array<ArrayBufferLike> {
  /** 0 when `this[ownFrom, ownTo)` equals `other[from, to)`. */
  compare(other: Uint8Array, from: number, to: number, ownFrom: number, ownTo: number): number;
  /** Copies `this[from, to)` to `target` at `at`; returns how many bytes that were. */
  copy(target: Uint8Array, at: number, from: number, to: number): number;
  /** One character a byte. */
  latin1Slice(from: number, to: number): string;
  utf8Slice(from: number, to: number): string;
}

declare const Buffer: {
  from(memory: ArrayBufferLike, byteOffset: number, length: number): Bytes;
  allocUnsafeSlow(size: number): Bytes;
};

/** The same memory, with the operations of `Bytes`. */
export function bytesOf(body: Uint8Array): Bytes {
  return Buffer.from(body.buffer, body.byteOffset, body.length);
}

/** New memory of its own, its content undefined. */
export function allocateBytes(size: number): Bytes {
  return Buffer.allocUnsafeSlow(size);
}

/** The characters the scanners look for. */
export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const COMMA = 44;
export const EQUALS = 61;
export const BACKSLASH = 92;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

/** The first position at or after `from` that holds neither a space nor a tab, or `to`. */
export function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
  return at;
}

/** The position just after the line that holds `from`: after its line feed, or `to` where the last line has none. */
export function nextLine(bytes: Uint8Array, from: number, to: number): number {
  const at = bytes.indexOf(LINE_FEED, from);
  return at < 0 || at >= to ? to : at + 1;
}

/** Whether the line ends at `at`, a carriage return before its line feed included. */
export function endsLine(bytes: Uint8Array, at: number, to: number): boolean {
  if (at >= to || bytes[at] === LINE_FEED) return true;
  return bytes[at] === CARRIAGE_RETURN && (bytes[at + 1] ?? LINE_FEED) === LINE_FEED;
}
