import { createHmac } from 'node:crypto';
import { ACKNOWLEDGED, FIRING, GROUP, GROWN, LINKS, RESOLVED, STORM } from '../../../test/fakes/notices.ts';
import { linksOf } from '../links.ts';
import { testNotices } from '../test-alert.ts';
import { webhookPayload } from './message.ts';
import { noticeId, signatureHeaders } from './signature.ts';

it.each([
  ['a firing alert', FIRING],
  ['a resolved alert', RESOLVED],
  ['a group', GROUP],
  ['a group that grew', GROWN],
])('tells %s as Alertmanager does', (_, notice) => expect(webhookPayload(notice, LINKS)).toMatchSnapshot());

it('names no runbook for a test, which has none', () => {
  const links = { runbookUrl: 'https://wiki.example/runbooks' };
  const [test] = testNotices('hook', 0);
  expect(webhookPayload(test, links).alerts[0]?.annotations).not.toHaveProperty('runbook_url');
  expect(linksOf(test.messages[0].alert, links)).toEqual([]);
  expect(linksOf(FIRING.messages[0].alert, links)).toEqual([
    { url: `${links.runbookUrl}/cost-spike`, text: 'Runbook' },
  ]);
});

it('signs id, time and body, with the key of the standard or any other text', () => {
  const signed = { id: 'a.firing.0', timestamp: 1_763_892_000, body: '{}' };
  const key = Buffer.from('a key of the receiving side');
  const want = `v1,${createHmac('sha256', key).update('a.firing.0.1763892000.{}').digest('base64')}`;
  for (const secret of [`whsec_${key.toString('base64')}`, key.toString()]) {
    expect(signatureHeaders(signed, secret)).toEqual({
      'webhook-id': 'a.firing.0',
      'webhook-timestamp': '1763892000',
      'webhook-signature': want,
    });
  }
  expect(signatureHeaders({ ...signed, timestamp: 1 }, 'key')['webhook-signature']).not.toBe(want);
});

it('names the same messages the same, and others otherwise', () => {
  const ids = [FIRING, RESOLVED, ACKNOWLEDGED, GROUP, STORM].map(noticeId);
  expect(new Set(ids).size).toBe(5);
  expect(noticeId({ ...GROUP })).toBe(ids[3]);
  const [first] = FIRING.messages;
  expect(noticeId({ messages: [{ ...first, repeats: 1 }] })).not.toBe(ids[0]);
});
