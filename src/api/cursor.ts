import type { z } from 'zod';
import { badCursor } from './problem.ts';

/** The place in a list where the next page begins, as a word that the client hands back and need not understand. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Throws a problem naming `cursor` when it is none of ours. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(json(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success) throw badCursor();
  return parsed.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One page of a list, and where the next begins; `items` holds one more than asked for when there is a next. */
export function page<T, J>(
  items: readonly T[],
  limit: number,
  view: { readonly json: (item: T) => J; readonly place: (item: T) => readonly (string | number)[] },
): { items: J[]; next?: string } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const next = items.length > limit && last !== undefined ? { next: encodeCursor(view.place(last)) } : {};
  return { items: shown.map(view.json), ...next };
}
