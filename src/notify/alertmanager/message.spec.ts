import { MORNING_MS } from '../../../test/fakes/alerts.ts';
import { FIRING, GROUP, LINKS, RESOLVED } from '../../../test/fakes/notices.ts';
import { alertmanagerBody } from './message.ts';

const GOOD_UNTIL_MS = MORNING_MS + 4 * 60_000;

it('is good for a while when it fires', () => {
  expect(alertmanagerBody(FIRING.messages, LINKS, GOOD_UNTIL_MS)).toMatchSnapshot();
});

it('ends with its own end', () => {
  const [sent] = alertmanagerBody(RESOLVED.messages, {}, GOOD_UNTIL_MS);
  expect(sent).toMatchObject({ startsAt: '2026-11-23T10:00:15.000Z', endsAt: '2026-11-23T11:05:00.000Z' });
  const [firing] = alertmanagerBody(FIRING.messages, {}, GOOD_UNTIL_MS);
  expect(sent?.labels).toEqual(firing?.labels);
});

it('sends all of a group', () => {
  expect(alertmanagerBody(GROUP.messages, {}, GOOD_UNTIL_MS).map(({ labels }) => labels['tenant'])).toEqual([
    'globex',
    'acme',
    'acme',
  ]);
});
