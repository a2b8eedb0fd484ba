import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { FAKE_CERTIFICATE, FAKE_KEY } from './tls.ts';

/** What the fake does with the next mails. */
export type SmtpAnswer = 'take' | 'busy' | 'refuse' | 'hang' | 'drop';

export interface FakeMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly secure: boolean;
  readonly raw: string;
}

/** A mail server on loopback with STARTTLS and a login. */
export class FakeSmtp {
  readonly taken: FakeMail[] = [];
  answer: SmtpAnswer = 'take';
  private readonly server: SMTPServer;

  constructor(options: { readonly startTls?: boolean; readonly password?: string } = {}) {
    const { startTls = true, password = 'SECRETpassword' } = options;
    this.server = new SMTPServer({
      key: FAKE_KEY,
      cert: FAKE_CERTIFICATE,
      disabledCommands: startTls ? [] : ['STARTTLS'],
      authOptional: true,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 10,
      onAuth: (auth, _session, done) =>
        auth.password === password
          ? done(null, { user: auth.username ?? '' })
          : done(new Error(`no such user: ${auth.password}`)),
      onRcptTo: (_address, _session, done) => {
        if (this.answer === 'busy') return done(error(451));
        if (this.answer === 'refuse') return done(error(550));
        if (this.answer !== 'hang') done();
      },
      onConnect: (_session, done) => {
        if (this.answer === 'drop') return done(error(421));
        done();
      },
      onData: (stream, session, done) => {
        void text(stream).then((raw) => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          const user = typeof session.user === 'string' ? session.user : undefined;
          this.taken.push({ from, to: rcptTo.map(({ address }) => address), user, secure: session.secure, raw });
          done();
        });
      },
    });
    this.server.on('error', () => {});
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server.server, 'listening');
    return this;
  }

  get port(): number {
    const address = this.server.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function error(responseCode: number): Error {
  return Object.assign(new Error('SECRETpassword is wrong'), { responseCode });
}
