import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the fake answers to one post; `hang` never answers, `drop` closes the connection. */
export type FakeAnswer =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'drop';

/** A post as it came. */
export interface FakePost {
  readonly atMs: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The other side of a receiver that posts, on loopback: takes posts, answers as it is told. */
export class FakeHttpReceiver {
  /** Posts that were answered with a status of success. */
  readonly takenPosts: FakePost[] = [];
  /** Posts that were refused, left hanging or dropped. */
  readonly refusedPosts: FakePost[] = [];
  /** Answers for the next posts, in order; afterwards `otherwise`. */
  readonly script: FakeAnswer[] = [];
  otherwise: FakeAnswer = { status: 200, body: 'ok' };
  /** Asked before each post is taken. */
  onPost: (post: FakePost) => Promise<void> | void = () => {};
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  /** `now` dates the posts. */
  constructor(private readonly now: () => number = Date.now) {}

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The address without a path. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', headers } = request;
    const post = { atMs: this.now(), path: url, headers, body: await text(request) };
    await this.onPost(post);
    const answer = this.script.shift() ?? this.otherwise;
    const good = typeof answer === 'object' && answer.status >= 200 && answer.status < 300;
    (good ? this.takenPosts : this.refusedPosts).push(post);
    if (answer === 'drop') request.socket.destroy();
    if (typeof answer === 'object') response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}
