import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A server with Prometheus' query API on loopback: each of its metrics has one series, whose value is the Unix minute. */
export class FakeHistoryServer {
  /** What was asked: path, and for a range its steps and metrics. */
  readonly asked: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  names: readonly string[] = ['up', 'a', 'b', 'unwanted'];
  /** The query of each range. */
  readonly queries: string[] = [];
  /** Samples that one query may load. */
  tooMany = 1000;
  /** Instead of an answer, the first so many times. */
  refuse: { times: number; readonly status: number } = { times: 0, status: 503 };
  /** Ranges are never answered. */
  hangs = false;
  /** What a range is answered with, instead of samples. */
  answer: string | undefined;
  private readonly server = createServer((request, response) => this.handle(request, response));

  static async start(): Promise<FakeHistoryServer> {
    const fake = new FakeHistoryServer();
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/prometheus`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    this.authorizations.push(request.headers.authorization);
    if (this.refuse.times > 0) {
      this.refuse.times--;
      response.writeHead(this.refuse.status).end('{"status":"error"}');
      return;
    }
    if (pathname === '/prometheus/api/v1/label/__name__/values') {
      this.asked.push(`names ${searchParams.get('match[]') ?? ''}`);
      response.end(JSON.stringify({ status: 'success', data: this.names }));
    } else this.range(searchParams, response);
  }

  private range(parameters: URLSearchParams, response: ServerResponse): void {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)));
    const names = (/__name__=~"([^"]*)"/.exec(parameters.get('query') ?? '')?.[1] ?? '').split('|');
    const times: number[] = [];
    for (let time = start!; time <= end!; time += step!) times.push(time);
    this.queries.push(parameters.get('query') ?? '');
    this.asked.push(`${times.length} steps of ${names.join(' ')}`);
    if (this.hangs) return;
    if (times.length * names.length > this.tooMany) {
      response.writeHead(422).end('{"status":"error","errorType":"execution","error":"too many samples"}');
      return;
    }
    const values = times.map((time) => [time, String(time / 60)]);
    const result = names.map((name) => ({ metric: { __name__: name, job: 'j', instance: 'i' }, values }));
    const data = { resultType: 'matrix', result };
    response.end(this.answer ?? JSON.stringify({ status: 'success', data }));
  }
}
