import { type FakeAnswer, FakeHttpReceiver, type FakePost } from './http-receiver.ts';

export type SlackAnswer = FakeAnswer;

interface Post {
  readonly atMs: number;
  readonly text: string;
  readonly blocks: readonly { readonly type: string; readonly text?: { readonly text: string } }[];
}

/** A Slack incoming webhook on loopback. */
export class FakeSlack extends FakeHttpReceiver {
  /** Posts that were answered with 200. */
  get taken(): Post[] {
    return this.takenPosts.map(postOf);
  }

  /** Posts that were refused, left hanging or dropped. */
  get refused(): Post[] {
    return this.refusedPosts.map(postOf);
  }

  /** A webhook's address, with the secret path Slack gives each. */
  get url(): string {
    return `${this.origin}/services/T000SECRET/B000SECRET/xyzzySECRETxyzzy`;
  }
}

function postOf({ atMs, body }: FakePost): Post {
  return { atMs, ...JSON.parse(body) };
}
