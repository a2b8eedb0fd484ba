import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { VERSION } from '../../version.ts';
import { networkReason } from '../http-sender.ts';
import type { Links } from '../links.ts';
import { type Endpoint, openSocket } from '../outbound-socket.ts';
import type { Delivery, Message, Notice, Receiver } from '../receiver.ts';
import { endOf } from '../wording.ts';
import { cefEvent } from './cef-message.ts';
import { syslogFrame } from './syslog-frame.ts';

export interface SyslogOptions {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly links: Links;
  /** Bound on one attempt as a whole. */
  readonly timeoutMs: number;
}

/**
 * Sends CEF over syslog by TCP or TLS, a connection a message. Syslog answers nothing; a server that closes its side in good order after
 * we closed ours has read all of it, which is as much as can be known. Alerts are rare enough for that.
 */
export class SyslogReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 1;
  readonly paceMs = 10;
  private readonly open = new Set<Socket>();

  constructor(private readonly options: SyslogOptions) {
    this.name = options.name;
  }

  async deliver({ messages: [message] }: Notice): Promise<Delivery> {
    try {
      await this.send(frameOf(message, this.options.links));
      return { outcome: 'sent' };
    } catch (error) {
      return { outcome: 'retry', reason: networkReason(error) };
    }
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy(new Error('closed'));
  }

  private async send(frame: Buffer): Promise<void> {
    const { endpoint, timeoutMs } = this.options;
    const socket = openSocket(endpoint);
    this.open.add(socket);
    const timeout = Object.assign(new Error('too slow'), { name: 'TimeoutError' });
    const timer = setTimeout(() => socket.destroy(timeout), timeoutMs);
    try {
      await new Promise<void>((resolve, reject) => {
        let read = false;
        socket.once('error', reject);
        socket.once('end', () => {
          read = true;
        });
        socket.once('close', () => (read ? resolve() : reject(new Error('cut off'))));
        // Whatever the other side says is read and forgotten: only its end counts.
        socket.resume();
        socket.end(frame);
      });
    } finally {
      clearTimeout(timer);
      this.open.delete(socket);
    }
  }
}

function frameOf(message: Message, links: Links): Buffer {
  const { alert, state } = message;
  return syslogFrame({
    severity: state === 'resolved' ? 'notice' : alert.peak.severity,
    timeMs: state === 'resolved' ? endOf(alert) : (alert.firedAtMs ?? alert.startsAtMs),
    host: hostname(),
    processId: process.pid,
    id: alert.peak.detector,
    text: cefEvent(message, VERSION, links),
  });
}
