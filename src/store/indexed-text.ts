import { createHash } from 'node:crypto';
import { storableText } from './storable-text.ts';

/** An index takes rows of 2704 bytes at most (PostgreSQL's B-tree, a third of a page); this leaves room for the other columns. */
const BYTES_MAXIMUM = 1000;
const KEPT_CHARACTERS = 200;

/**
 * The text as an indexed column holds it. Label values have no limit of length, and one name must not keep the others from being
 * stored: a long text is cut and the SHA-256 of the whole put in the place of the rest, so that it still stands for itself alone.
 */
export function indexedText(text: string): string {
  if (Buffer.byteLength(text) <= BYTES_MAXIMUM) return storableText(text);
  return `${storableText(text.slice(0, KEPT_CHARACTERS))}...${createHash('sha256').update(text).digest('hex')}`;
}
