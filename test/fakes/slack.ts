import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the fake answers to one post; `hang` never answers, `drop` closes the connection. */
export type SlackAnswer =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'drop';

interface Post {
  readonly atMs: number;
  readonly text: string;
  readonly blocks: readonly { readonly type: string; readonly text?: { readonly text: string } }[];
}

const TAKEN: SlackAnswer = { status: 200, body: 'ok' };

/** A Slack incoming webhook on loopback: takes posts, answers as it is told. */
export class FakeSlack {
  /** Posts that were answered with 200. */
  readonly taken: Post[] = [];
  /** Posts that were refused, left hanging or dropped. */
  readonly refused: Post[] = [];
  /** Answers for the next posts, in order; afterwards `otherwise`. */
  readonly script: SlackAnswer[] = [];
  otherwise: SlackAnswer = TAKEN;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  /** `now` dates the posts. */
  constructor(private readonly now: () => number = Date.now) {}

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  /** A webhook's address, with the secret path Slack gives each. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/services/T000SECRET/B000SECRET/xyzzySECRETxyzzy`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const post: Post = { atMs: this.now(), ...JSON.parse(await text(request)) };
    const answer = this.script.shift() ?? this.otherwise;
    const good = typeof answer === 'object' && answer.status === 200;
    (good ? this.taken : this.refused).push(post);
    if (answer === 'drop') request.socket.destroy();
    if (typeof answer === 'object') response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}
