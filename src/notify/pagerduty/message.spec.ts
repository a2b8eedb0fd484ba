import { alert, finding } from '../../../test/fakes/alerts.ts';
import { ACKNOWLEDGED, FIRING, LINKS, message, RESOLVED } from '../../../test/fakes/notices.ts';
import { pagerDutyEvent } from './message.ts';

it('triggers an incident', () => {
  expect(pagerDutyEvent(FIRING.messages[0], 'key', LINKS)).toMatchSnapshot();
});

it('acknowledges and resolves the incident that it triggered', () => {
  const events = [FIRING, ACKNOWLEDGED, RESOLVED].map(({ messages: [one] }) => pagerDutyEvent(one, 'key', {}));
  expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve']);
  expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(new Set([alert().fingerprint]));
  expect(events[1]?.payload.custom_details['people']).toEqual(['Acknowledged by ann: looking at it']);
});

it('keeps within PagerDuty’s limits, whatever the alert says', () => {
  const given = alert({ peak: finding({ summary: '😀'.repeat(3000) }) });
  const { payload, links } = pagerDutyEvent(message('firing', given), 'key', {});
  expect(payload.summary.length).toBeLessThanOrEqual(1024);
  expect(links).toEqual([]);
  expect(pagerDutyEvent(message('firing', alert({ peak: finding({ summary: ' ' }) })), 'k', {}).payload.summary).toBe(
    'Cost spike: tenant acme',
  );
});
