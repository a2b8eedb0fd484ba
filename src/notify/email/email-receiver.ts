import { once } from 'node:events';
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { createTransport } from 'nodemailer';
import type { TlsConfig } from '../../config/http-client-section.ts';
import type { Secret } from '../../config/secret.ts';
import { networkReason } from '../http-sender.ts';
import type { Links } from '../links.ts';
import { openSocket, tlsOptions } from '../outbound-socket.ts';
import { readSecret } from '../read-secret.ts';
import type { Delivery, Notice, Receiver } from '../receiver.ts';
import { emailMessage } from './message.ts';

export interface EmailOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS. */
  readonly implicitTls: boolean;
  /** Without STARTTLS nothing is sent. */
  readonly requireTls: boolean;
  readonly tls?: TlsConfig | undefined;
  readonly auth?: { readonly user: string; readonly password: Secret } | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly links: Links;
  /** Bound on one attempt as a whole. */
  readonly timeoutMs: number;
}

/** Mails of one alert or one group, text and HTML, over a connection each. */
export class EmailReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 200;
  readonly paceMs = 1000;
  private readonly open = new Set<Socket>();

  constructor(private readonly options: EmailOptions) {
    this.name = options.name;
  }

  async deliver(notice: Notice): Promise<Delivery> {
    const { auth, timeoutMs } = this.options;
    const password = auth === undefined ? undefined : readSecret(auth.password);
    if (auth !== undefined && password === undefined) return { outcome: 'retry', reason: 'auth_password_unreadable' };
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      await this.send(notice, password, limit);
      return { outcome: 'sent' };
    } catch (error) {
      return limit.aborted ? { outcome: 'retry', reason: 'timeout' } : failureOf(error);
    }
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy(new Error('closed'));
  }

  private async send(notice: Notice, password: string | undefined, limit: AbortSignal): Promise<void> {
    const { host, port, from, to, links } = this.options;
    const mail = emailMessage(notice, /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'gauger', links);
    // Our own socket: it goes to no refused address, and `close` reaches it.
    const socket = openSocket({ host, port, secure: false });
    this.open.add(socket);
    limit.addEventListener('abort', () => socket.destroy(new Error('too slow')), { once: true });
    try {
      await once(socket, 'connect');
      const transport = createTransport({ ...this.smtp(password), connection: socket });
      await transport.sendMail({ ...mail, from, to: [...to], disableFileAccess: true, disableUrlAccess: true });
    } finally {
      socket.destroy();
      this.open.delete(socket);
    }
  }

  private smtp(password: string | undefined) {
    const { host, port, implicitTls, requireTls, tls, auth, timeoutMs } = this.options;
    return {
      host,
      port,
      name: hostname(),
      secure: implicitTls,
      requireTLS: requireTls,
      ...(tls !== undefined && { tls: tlsOptions(tls) }),
      ...(auth !== undefined && { auth: { user: auth.user, pass: password ?? '' } }),
      socketTimeout: timeoutMs,
    };
  }
}

/** What a failure of SMTP means (RFC 5321 section 4.2.1): 5yz is for ever, but who we are to the server may be set right. */
function failureOf(error: unknown): Delivery {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const responseCode =
    typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : undefined;
  if (code === 'ETLS') return { outcome: 'retry', reason: 'tls' };
  if (typeof responseCode !== 'number') return { outcome: 'retry', reason: networkReason(error) };
  const reason = `smtp_${responseCode}`;
  return { outcome: responseCode >= 500 && code !== 'EAUTH' ? 'rejected' : 'retry', reason };
}
