import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { createServer as createSocketServer, type Socket, type Server as SocketServer } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const MB = 1024 * 1024;

/** An exporter on loopback that answers in every good and bad way: one path a way. */
export class FakeExporter {
  /** What was asked, in order. */
  readonly requests: IncomingMessage[] = [];
  /** Paths whose answer was sent to its end. */
  readonly answered: string[] = [];
  private readonly cut: string[] = [];
  /** The page under `/metrics`. */
  body = '# TYPE up_time counter\nup_time 1\n';
  private readonly server: Server;

  private constructor(tls?: ServerOptions) {
    const listener: RequestListener = (request, response) => this.answer(request, response);
    this.server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  }

  static async start(tls?: ServerOptions): Promise<FakeExporter> {
    const exporter = new FakeExporter(tls);
    exporter.server.listen(0, '127.0.0.1');
    await once(exporter.server, 'listening');
    return exporter;
  }

  get address(): string {
    return `127.0.0.1:${portOf(this.server)}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  /** Resolves when the client has left an answer before its end. */
  async hungUp(path: string): Promise<void> {
    while (!this.cut.includes(path)) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request);
    const url = new URL(request.url ?? '/', 'http://exporter');
    response.on('finish', () => this.answered.push(url.pathname));
    response.on('close', () => !response.writableFinished && this.cut.push(url.pathname));
    const way = WAYS[url.pathname] ?? ((_, answer) => answer.writeHead(404).end());
    way(request, response, this);
  }
}

type Way = (request: IncomingMessage, response: ServerResponse, exporter: FakeExporter) => void;

const WAYS: Readonly<Record<string, Way>> = {
  '/metrics': (_, response, { body }) => response.writeHead(200, { 'content-type': TEXT }).end(body),
  '/gzip': (_, response, { body }) =>
    response.writeHead(200, { 'content-type': TEXT, 'content-encoding': 'gzip' }).end(gzipSync(body)),
  '/garbage': (_, response) =>
    response.writeHead(200, { 'content-type': TEXT }).end(Buffer.from([0, 255, 254, 10, 0x80, 10])),
  '/hang': () => undefined,
  '/drip': (_, response) => {
    response.writeHead(200, { 'content-type': TEXT });
    const timer = setInterval(() => response.write('a'), 5);
    response.on('close', () => clearInterval(timer));
  },
  '/huge': (_, response) => {
    response.writeHead(200, { 'content-type': TEXT });
    sendFor(response, Buffer.alloc(MB, 'a'), 100);
  },
  '/huge-announced': (_, response) => {
    response.writeHead(200, { 'content-type': TEXT, 'content-length': String(100 * MB) });
    sendFor(response, Buffer.alloc(MB, 'a'), 100);
  },
  '/gzip-bomb': (_, response) => {
    response.writeHead(200, { 'content-type': TEXT, 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    response.on('close', () => gzip.destroy());
    sendFor(gzip, Buffer.alloc(MB, 'a'), 100);
  },
  '/gzip-garbage': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is not gzip at all'),
  '/gzip-cut': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a 1\n'.repeat(1000)).subarray(0, 30)),
  '/brotli': (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('x'),
  '/error': (_, response) => response.writeHead(500, { 'content-type': TEXT }).end('a 1\n'),
  '/truncated': (_, response) => {
    response.writeHead(200, { 'content-type': TEXT, 'content-length': '1000' });
    response.write('a 1\nb 2', () => response.socket?.destroy());
  },
  '/truncated-chunk': (_, response) => {
    response.writeHead(200, { 'content-type': TEXT });
    response.write('a 1\nb 2', () => response.socket?.destroy());
  },
  '/redirect': (_, response) => response.writeHead(302, { location: '/metrics' }).end(),
  '/redirect-away': (_, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/metrics' }).end(),
  '/redirect-to-metadata': (_, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  '/redirect-forever': (_, response) => response.writeHead(302, { location: '/redirect-forever' }).end(),
  '/basic': (request, response, { body }) => {
    const allowed = request.headers.authorization === `Basic ${Buffer.from('ana:s3cret').toString('base64')}`;
    response.writeHead(allowed ? 200 : 401, { 'content-type': TEXT }).end(allowed ? body : '');
  },
  '/bearer': (request, response, { body }) => {
    const allowed = request.headers.authorization === 'Bearer t0ken';
    response.writeHead(allowed ? 200 : 401, { 'content-type': TEXT }).end(allowed ? body : '');
  },
};

/** Sends a chunk so many times, at the speed at which it is taken. */
function sendFor(out: NodeJS.WritableStream, chunk: Uint8Array, times: number): void {
  let left = times;
  const send = () => {
    while (left > 0) {
      left--;
      if (!out.write(chunk)) {
        out.once('drain', send);
        return;
      }
    }
    out.end();
  };
  send();
}

/** A server that speaks no HTTP: it answers each connection with the bytes, and closes it. */
export class FakeSocketServer {
  private constructor(
    private readonly server: SocketServer,
    private readonly sockets: Set<Socket>,
  ) {}

  static async start(answer: string): Promise<FakeSocketServer> {
    const sockets = new Set<Socket>();
    const server = createSocketServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeSocketServer(server, sockets);
  }

  get address(): string {
    return `127.0.0.1:${portOf(this.server)}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

function portOf(server: SocketServer): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
