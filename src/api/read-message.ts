import type { IncomingMessage } from 'node:http';
import type { MessageRoom } from './message-room.ts';

/** A body, or why it was not read to its end. */
export type MessageResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly outcome: 'too_large' | 'not_ready' | 'malformed'; readonly detail: string };

/** Reads a request's body; stops as soon as it is larger than the maximum, or there is no room for it. */
export async function readMessage(
  request: IncomingMessage,
  maximumBytes: number,
  room: MessageRoom,
): Promise<MessageResult> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let held = 0;
  try {
    for await (const read of request) {
      const chunk: Uint8Array = read;
      total += chunk.length;
      if (total > maximumBytes) {
        return { ok: false, outcome: 'too_large', detail: `The message is larger than ${maximumBytes} bytes.` };
      }
      if (!room.take(chunk.length)) {
        return { ok: false, outcome: 'not_ready', detail: 'Too much is being written at once; try again.' };
      }
      held += chunk.length;
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, outcome: 'malformed', detail: 'The connection ended before the message did.' };
  } finally {
    room.give(held);
  }
  return { ok: true, bytes: Buffer.concat(chunks, total) };
}
