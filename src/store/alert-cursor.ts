/** Where a page of alerts ended: the next one begins below it, newest first. */
export interface AlertCursor {
  readonly startsAtMs: number;
  readonly id: string;
}

/** The cursor as the opaque word that a client gets and gives back. */
export function cursorText({ startsAtMs, id }: AlertCursor): string {
  return Buffer.from(`${startsAtMs}:${id}`).toString('base64url');
}

/** The cursor behind the word; undefined when no page of ours ended there. */
export function cursorOf(text: string): AlertCursor | undefined {
  const match = /^(\d{1,15}):([\w-]{1,200})$/.exec(Buffer.from(text, 'base64url').toString());
  return match === null ? undefined : { startsAtMs: Number(match[1]), id: match[2] ?? '' };
}
