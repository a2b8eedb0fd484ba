const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/**
 * FNV-1a, 64 bits, over the UTF-8 bytes of a text, as 16 hex digits. Constants and test vectors: IETF draft-eastlake-fnv.
 * Not a cryptographic hash; it names an alert, it does not protect one.
 */
export function fnv1a64(text: string): string {
  let hash = OFFSET_BASIS;
  for (const byte of utf8(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash.toString(16).padStart(16, '0');
}

/**
 * The same for the same detector and entity, on every machine and after every restart. What is seen in the shadow is another alert: when its
 * detector comes out of it, people are told.
 */
export function fingerprint(detector: string, entityKey: string, shadow = false): string {
  return fnv1a64(`${detector}\n${entityKey}${shadow ? '\nshadow' : ''}`);
}

/** One episode of a fingerprint: the same alert an hour later is another episode. */
export function alertId(print: string, startsAtMs: number): string {
  return `${print}-${Math.trunc(startsAtMs).toString(36)}`;
}

/** By hand, because the language alone (no platform library) has no encoder; a lone surrogate becomes U+FFFD as everywhere. */
function* utf8(text: string): Generator<number> {
  for (const character of text) {
    const raw = character.codePointAt(0) ?? 0;
    const code = raw >= 0xd800 && raw <= 0xdfff ? 0xfffd : raw;
    if (code < 0x80) {
      yield code;
      continue;
    }
    const tails = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const lead = tails === 1 ? 0xc0 : tails === 2 ? 0xe0 : 0xf0;
    yield lead | (code >> (6 * tails));
    for (let tail = tails - 1; tail >= 0; tail--) yield 0x80 | ((code >> (6 * tail)) & 0x3f);
  }
}
