import { FakeHttpReceiver, type FakePost } from './http-receiver.ts';

/** A call of Slack's Web API as it came. */
export interface SlackCall {
  readonly method: string;
  readonly token: string | undefined;
  readonly channel: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: readonly { readonly type: string }[];
}

/** A file that was shown in a thread. */
export interface SlackShownFile {
  readonly filename: string | null;
  readonly title: string;
  readonly channel_id: string;
  readonly thread_ts: string;
}

const UPLOADS = '/upload/v1/';

/**
 * Slack's Web API on loopback: posts get a `ts`, errors are answered with status 200 as Slack does. Files are taken in Slack's three steps,
 * each of which looks at the one before.
 */
export class FakeSlackApi extends FakeHttpReceiver {
  /** Errors for the next calls, in order; `undefined` takes one. */
  readonly errors: (string | undefined)[] = [];
  readonly files: SlackShownFile[] = [];
  private readonly promised = new Map<string, { readonly filename: string | null; readonly length: number }>();
  private readonly uploaded = new Set<string>();
  private posted = 0;

  constructor() {
    super();
    this.onPost = (post) => {
      const answer = post.path.startsWith(UPLOADS) ? this.upload(post) : this.answerOf(post);
      if (typeof this.otherwise === 'object' && this.otherwise.status === 200) {
        this.otherwise = { status: 200, body: JSON.stringify(answer) };
      }
    };
  }

  /** Calls about messages that were taken, in order. */
  get calls(): SlackCall[] {
    return this.takenPosts.filter(({ path }) => path.includes('/chat.')).map(callOf);
  }

  private answerOf(post: FakePost): Readonly<Record<string, unknown>> {
    const error = this.errors.shift();
    if (error !== undefined) return { ok: false, error };
    if (post.path.endsWith('/files.getUploadURLExternal')) return this.promise(post);
    if (post.path.endsWith('/files.completeUploadExternal')) return this.show(post);
    const { channel, ts } = callOf(post);
    return { ok: true, channel, ts: ts ?? `1700000000.00000${++this.posted}` };
  }

  private promise({ body, headers }: FakePost) {
    const given = new URLSearchParams(body);
    if (headers['content-type'] !== 'application/x-www-form-urlencoded')
      return { ok: false, error: 'invalid_arguments' };
    const id = `F${this.promised.size + 1}`;
    this.promised.set(id, { filename: given.get('filename'), length: Number(given.get('length')) });
    return { ok: true, upload_url: `${this.origin}${UPLOADS}${id}`, file_id: id };
  }

  private upload({ path, headers }: FakePost): string {
    const id = path.slice(UPLOADS.length);
    const isWhole = Number(headers['content-length']) === this.promised.get(id)?.length;
    if (isWhole && headers.authorization === undefined) this.uploaded.add(id);
    return 'OK';
  }

  private show({ body }: FakePost) {
    const { files, ...place } = JSON.parse(body);
    const [{ id, title }] = files;
    if (!this.uploaded.delete(id)) return { ok: false, error: 'file_not_found' };
    this.files.push({ filename: this.promised.get(id)?.filename ?? null, title, ...place });
    return { ok: true, files };
  }
}

function callOf({ path, headers, body }: FakePost): SlackCall {
  return { method: path.split('/').at(-1) ?? '', token: headers.authorization, ...JSON.parse(body) };
}
