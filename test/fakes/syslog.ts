import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { FAKE_CERTIFICATE, FAKE_KEY } from './tls.ts';

/** A syslog server on loopback that reads frames by octet counting, over TCP or TLS. */
export class FakeSyslog {
  readonly taken: string[] = [];
  answer: 'take' | 'hang' | 'drop' = 'take';
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  constructor(secure = false) {
    const options = { allowHalfOpen: true };
    this.server = secure
      ? createTlsServer({ ...options, key: FAKE_KEY, cert: FAKE_CERTIFICATE }, (socket) => this.serve(socket))
      : createServer(options, (socket) => this.serve(socket));
    this.server.on('connection', (socket: Socket) => {
      this.open.add(socket);
      socket.on('error', () => {});
      if (this.answer === 'drop') socket.resetAndDestroy();
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    socket.on('error', () => {});
    if (this.answer !== 'take') return;
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => {
      this.taken.push(...framesOf(Buffer.concat(chunks)));
      socket.end();
    });
  }
}

/** Frames of `length SP message` (RFC 6587); what does not fit is a fault of the sender. */
function framesOf(bytes: Buffer): string[] {
  const frames: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.subarray(at, space).toString());
    if (space < 0 || !Number.isInteger(length) || space + 1 + length > bytes.length) throw new Error('not a frame');
    frames.push(bytes.subarray(space + 1, space + 1 + length).toString());
    at = space + 1 + length;
  }
  return frames;
}
