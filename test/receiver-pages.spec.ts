import { readFileSync } from 'node:fs';
import { alertmanagerBody } from '../src/notify/alertmanager/message.ts';
import { emailMessage } from '../src/notify/email/message.ts';
import { pagerDutyEvent } from '../src/notify/pagerduty/message.ts';
import { cefEvent } from '../src/notify/siem/cef-message.ts';
import { ocsfEvent } from '../src/notify/siem/ocsf-message.ts';
import { slackGroupMessage } from '../src/notify/slack/group-message.ts';
import { slackMessage } from '../src/notify/slack/message.ts';
import { renderText } from '../src/notify/slack/render-text.ts';
import { webhookPayload } from '../src/notify/webhook/message.ts';
import { MORNING_MS } from './fakes/alerts.ts';
import { FIRING, GROUP, GROWN, RESOLVED } from './fakes/notices.ts';

const [begun] = FIRING.messages;
const [ended] = RESOLVED.messages;
const LINKS = { externalUrl: 'https://gauger.example' };

/** The beginning: more than a page needs is in the snapshots. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').slice(0, 24).join('\n');
}

/** What the pages of docs/receivers show of messages: written by the very code that sends them. */
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  slack: [
    renderText(slackMessage(begun.alert, 'firing', LINKS), false),
    renderText(slackMessage(ended.alert, 'resolved', LINKS), false),
    renderText(slackGroupMessage(GROUP, {}), false),
    renderText(slackGroupMessage(GROWN, {}), false),
  ],
  webhook: [json(webhookPayload(FIRING, LINKS))],
  alertmanager: [json(alertmanagerBody(FIRING.messages, LINKS, MORNING_MS + 4 * 60_000))],
  pagerduty: [json(pagerDutyEvent(begun, '<routing key>', LINKS))],
  email: [emailMessage(FIRING, 'example.org', LINKS).text.trim()],
  siem: [json(ocsfEvent(begun, '0.1.0', LINKS)), cefEvent(begun, '0.1.0', LINKS)],
};

it.each(Object.entries(PICTURES))('docs/receivers/%s.md shows what is sent', (name, pictures) => {
  const page = readFileSync(`docs/receivers/${name}.md`, 'utf8');
  for (const picture of pictures) expect(page).toContain(picture);
});
