import { z } from 'zod';
import { Secret } from '../../config/secret.ts';
import { deliveryOf, HttpSender, isWord } from '../http-sender.ts';
import type { Delivery } from '../receiver.ts';

const Answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});

/** What became of a call. */
export type ApiResult =
  | { readonly ok: true; readonly channel: string; readonly ts: string }
  | { readonly ok: false; readonly error: string; readonly delivery: Exclude<Delivery, { outcome: 'sent' }> };

/** Slack tells the posted message back; what matters stands before it, but JSON is read whole. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024;

/** Errors that are the message's own fault: the same will never be taken. All others may be set right, or pass. */
const REFUSED =
  /^(invalid_blocks|invalid_blocks_format|invalid_arguments|invalid_arg_name|msg_too_long|msg_blocks_too_long|no_text|too_many_attachments|restricted_action.*|message_limit_exceeded)$/;

/** Calls of Slack's Web API with a bot's token (https://docs.slack.dev/apis/web-api). */
export class SlackApi {
  private readonly sender: HttpSender;

  constructor(
    private readonly apiUrl: string,
    token: Secret,
    timeoutMs: number,
  ) {
    const authorization = { type: 'Bearer', credentials: token };
    this.sender = new HttpSender(
      { authorization, followRedirects: false, headers: [] },
      timeoutMs,
      MAXIMUM_ANSWER_BYTES,
    );
  }

  async call(method: 'chat.postMessage' | 'chat.update', body: Readonly<Record<string, unknown>>): Promise<ApiResult> {
    const answer = await this.sender.post({
      url: new Secret({ text: `${this.apiUrl}/${method}` }),
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    const delivery = deliveryOf(answer);
    if (delivery.outcome !== 'sent') return { ok: false, error: '', delivery };
    const parsed = Answer.safeParse(json('body' in answer ? answer.body : ''));
    if (!parsed.success) return failed('answer_unreadable');
    const { ok, channel = '', ts = '', error = 'unknown_error' } = parsed.data;
    return ok ? { ok, channel, ts } : failed(isWord(error) ? error : 'unknown_error');
  }

  async close(): Promise<void> {
    await this.sender.close();
  }
}

function failed(error: string): ApiResult {
  const outcome = REFUSED.test(error) ? 'rejected' : 'retry';
  return { ok: false, error, delivery: { outcome, reason: `slack ${error}` } };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
