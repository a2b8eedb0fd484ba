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

/** Slack's Web API on loopback: posts get a `ts`, errors are answered with status 200 as Slack does. */
export class FakeSlackApi extends FakeHttpReceiver {
  /** Errors for the next calls, in order; `undefined` takes one. */
  readonly errors: (string | undefined)[] = [];
  private posted = 0;

  constructor() {
    super();
    this.onPost = (post) => {
      const error = this.errors.shift();
      const { channel, ts } = callOf(post);
      const answer =
        error === undefined
          ? { ok: true, channel, ts: ts ?? `1700000000.00000${++this.posted}` }
          : { ok: false, error };
      if (typeof this.otherwise === 'object' && this.otherwise.status === 200) {
        this.otherwise = { status: 200, body: JSON.stringify(answer) };
      }
    };
  }

  /** Calls that were taken, in order. */
  get calls(): SlackCall[] {
    return this.takenPosts.map(callOf);
  }
}

function callOf({ path, headers, body }: FakePost): SlackCall {
  return { method: path.split('/').at(-1) ?? '', token: headers.authorization, ...JSON.parse(body) };
}
