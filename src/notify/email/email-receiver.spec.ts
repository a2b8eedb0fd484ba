import { FIRING } from '../../../test/fakes/notices.ts';
import { FakeSmtp } from '../../../test/fakes/smtp.ts';
import { FAKE_CERTIFICATE } from '../../../test/fakes/tls.ts';
import { Secret } from '../../config/secret.ts';
import { type EmailOptions, EmailReceiver } from './email-receiver.ts';

let smtp: FakeSmtp;
let receiver: EmailReceiver;
afterEach(async () => {
  await receiver.close();
  await smtp.close();
});

async function deliver(options: Partial<EmailOptions> = {}, server: ConstructorParameters<typeof FakeSmtp>[0] = {}) {
  smtp = await new FakeSmtp(server).start();
  receiver = new EmailReceiver({
    name: 'mail',
    host: '127.0.0.1',
    port: smtp.port,
    implicitTls: false,
    requireTls: true,
    tls: {
      ca: new Secret({ text: FAKE_CERTIFICATE }),
      cert: undefined,
      key: undefined,
      serverName: 'exporter.test',
      insecureSkipVerify: false,
      minVersion: undefined,
      maxVersion: undefined,
    },
    from: 'Gauger <gauger@example.org>',
    to: ['on-call@example.org', 'team@example.org'],
    links: {},
    timeoutMs: 10_000,
    ...options,
  });
  return receiver.deliver(FIRING);
}

const auth = (password: string) => ({ user: 'gauger', password: new Secret({ text: password }) });

it('sends text and HTML in one mail, to all, encrypted and under its name', async () => {
  expect(await deliver({ auth: auth('SECRETpassword') })).toEqual({ outcome: 'sent' });
  const [mail] = smtp.taken;
  expect(mail).toMatchObject({ from: 'gauger@example.org', secure: true, user: 'gauger' });
  expect(mail?.to).toEqual(['on-call@example.org', 'team@example.org']);
  expect(mail?.raw).toMatch(/^Content-Type: multipart\/alternative/m);
  expect(mail?.raw).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
  expect(mail?.raw).toMatch(/^Content-Type: text\/html; charset=utf-8/m);
  expect(mail?.raw).toMatch(/^Message-ID: <9f1c2b3a4d5e6f70-mfk2x0w0\.firing@example\.org>/m);
  expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
});

it('sends nothing in the clear, unless that is asked for', async () => {
  expect(await deliver({}, { startTls: false })).toMatchObject({ outcome: 'retry' });
  expect(smtp.taken).toEqual([]);
  await smtp.close();
  expect(await deliver({ requireTls: false, tls: undefined }, { startTls: false })).toEqual({ outcome: 'sent' });
  expect(smtp.taken[0]?.secure).toBe(false);
});

it('trusts no server that it does not know', async () => {
  expect(await deliver({ tls: undefined })).toMatchObject({ outcome: 'retry' });
  expect(smtp.taken).toEqual([]);
});

it('takes a wrong password for something that is set right, and a refusal for ever for what it is', async () => {
  expect(await deliver({ auth: auth('wrong') })).toEqual({ outcome: 'retry', reason: 'smtp_535' });
  smtp.answer = 'busy';
  expect(await receiver.deliver(FIRING)).toMatchObject({ outcome: 'retry' });
  await receiver.close();
  await smtp.close();
  await deliver();
  smtp.answer = 'busy';
  expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'smtp_451' });
  smtp.answer = 'refuse';
  expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'rejected', reason: 'smtp_550' });
});
