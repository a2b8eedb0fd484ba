import { z } from 'zod';
import { Secret } from '../../config/secret.ts';
import { deliveryOf, HttpSender, isWord, NO_CREDENTIALS } from '../http-sender.ts';
import type { Delivery } from '../receiver.ts';

const Answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  upload_url: z.url().optional(),
  file_id: z.string().optional(),
});
type Answer = z.infer<typeof Answer>;

/** What became of a call. */
export type ApiResult =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly error: string; readonly delivery: Exclude<Delivery, { outcome: 'sent' }> };

type Method = 'chat.postMessage' | 'chat.update' | 'files.getUploadURLExternal' | 'files.completeUploadExternal';
type Fields = Readonly<Record<string, unknown>>;

/** A file to be shown in a thread. */
export interface SlackFile {
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly title: string;
}

/** Slack tells the posted message back; what matters stands before it, but JSON is read whole. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024;

/** Errors that are the message's own fault: the same will never be taken. All others may be set right, or pass. */
const REFUSED =
  /^(invalid_blocks|invalid_blocks_format|invalid_arguments|invalid_arg_name|msg_too_long|msg_blocks_too_long|no_text|too_many_attachments|restricted_action.*|message_limit_exceeded)$/;

/** Calls of Slack's Web API with a bot's token (https://docs.slack.dev/apis/web-api). */
export class SlackApi {
  private readonly sender: HttpSender;
  /** Where files go nobody is told who we are. */
  private readonly uploader: HttpSender;

  constructor(
    private readonly apiUrl: string,
    token: Secret,
    timeoutMs: number,
  ) {
    this.uploader = new HttpSender(NO_CREDENTIALS, timeoutMs);
    const authorization = { type: 'Bearer', credentials: token };
    this.sender = new HttpSender(
      { authorization, followRedirects: false, headers: [] },
      timeoutMs,
      MAXIMUM_ANSWER_BYTES,
    );
  }

  async call(method: Method, body: Fields): Promise<ApiResult> {
    return this.post(method, JSON.stringify(body), 'application/json; charset=utf-8');
  }

  /**
   * Shows a file in the thread of a message (https://docs.slack.dev/messaging/working-with-files#upload): Slack names a place for the bytes,
   * takes them there, and is told where to show them.
   */
  async upload({ bytes, filename, title }: SlackFile, thread: { channel: string; ts: string }): Promise<ApiResult> {
    const wanted = new URLSearchParams({ filename, length: `${bytes.length}`, alt_txt: title });
    const type = 'application/x-www-form-urlencoded';
    const begun = await this.post('files.getUploadURLExternal', wanted.toString(), type);
    if (!begun.ok) return begun;
    const { upload_url: url = '', file_id: id } = begun.answer;
    // As safe on its way as the token was.
    if (!URL.canParse(url) || new URL(url).protocol !== new URL(this.apiUrl).protocol)
      return failed('upload_url_refused');
    const headers = { 'content-type': 'application/octet-stream' };
    const taken = deliveryOf(await this.uploader.post({ url: new Secret({ text: url }), body: bytes, headers }));
    if (taken.outcome !== 'sent') return { ok: false, error: '', delivery: taken };
    const place = { channel_id: thread.channel, thread_ts: thread.ts };
    return this.call('files.completeUploadExternal', { files: [{ id, title }], ...place });
  }

  async close(): Promise<void> {
    await Promise.all([this.sender.close(), this.uploader.close()]);
  }

  private async post(method: Method, body: string, type: string): Promise<ApiResult> {
    const url = new Secret({ text: `${this.apiUrl}/${method}` });
    const answer = await this.sender.post({ url, body, headers: { 'content-type': type } });
    const delivery = deliveryOf(answer);
    if (delivery.outcome !== 'sent') return { ok: false, error: '', delivery };
    const parsed = Answer.safeParse(json('body' in answer ? answer.body : ''));
    if (!parsed.success) return failed('answer_unreadable');
    const { ok, error = 'unknown_error' } = parsed.data;
    return ok ? { ok, answer: parsed.data } : failed(isWord(error) ? error : 'unknown_error');
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
