import { alert, finding, tenant } from '../../../test/fakes/alerts.ts';
import { ACKNOWLEDGED, FIRING, GROUP, GROWN, LINKS, message, RESOLVED, STORM } from '../../../test/fakes/notices.ts';
import { emailMessage } from './message.ts';

it.each([
  ['a firing alert', FIRING],
  ['a resolved alert', RESOLVED],
  ['a group', GROUP],
  ['a group that grew', GROWN],
  ['a storm', STORM],
])('tells %s', (_, notice) => expect(emailMessage(notice, 'example.org', LINKS)).toMatchSnapshot());

it('keeps all mails about an alert in one thread', () => {
  const [begun, seen, ended] = [FIRING, ACKNOWLEDGED, RESOLVED].map((notice) =>
    emailMessage(notice, 'example.org', {}),
  );
  expect(begun).not.toHaveProperty('inReplyTo');
  for (const later of [seen, ended]) {
    expect(later).toMatchObject({ inReplyTo: begun?.messageId, references: begun?.messageId });
    expect(later?.messageId).not.toBe(begun?.messageId);
  }
  const [first] = FIRING.messages;
  expect(emailMessage({ messages: [{ ...first, repeats: 2 }] }, 'x', {}).inReplyTo).toBe(`<${first.alertId}.firing@x>`);
});

it('lets no name write HTML or headers', () => {
  const name = '<script>alert(1)</script>\r\nBcc: all@example.org';
  const peak = finding({ entity: tenant(name), summary: `Tenant ${name} spends`, nextStep: name });
  const mail = emailMessage({ messages: [message('firing', alert({ peak }))] }, 'example.org', LINKS);
  expect(mail.html).not.toContain('<script');
  expect(mail.subject).not.toMatch(/[\r\n]/);
});
