import { createHash, randomBytes } from 'node:crypto';

/** Tells people and scanners of leaked secrets what they have found. */
const PREFIX = 'ggr_';
const SECRET_BYTES = 32;
const FORM = /^ggr_[\w-]{43}$/;

/** A new token: 256 random bits, so that nobody guesses one and a plain hash is enough to keep it by. */
export function newTokenSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text has the form of a token that `newTokenSecret` made: nothing else is looked up. */
export function isTokenSecret(text: string): boolean {
  return FORM.test(text);
}

/** What a token is kept by and compared with: the same length whatever was given, so that comparing takes the same time. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
