/** Whether all bytes stand for themselves as characters. */
export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let all = 0;
  for (let at = from; at < to; at += 1) all |= bytes[at] ?? 0;
  return all < 0x80;
}
