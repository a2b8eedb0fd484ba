import { alertLabels } from '../../core/alerts/alertmanager.ts';
import type { Alert } from '../../core/model/alert.ts';
import { VERDICTS, type Verdict } from '../../core/model/verdict.ts';
import type { Links } from '../links.ts';
import type { ToldState } from '../receiver.ts';
import { lasted, peopleOf } from '../wording.ts';
import { type Block, type Control, plain, type SlackMessage, safe, section } from './block-kit.ts';
import { ACTION } from './interaction.ts';
import { slackMessage } from './message.ts';

/** How long the button silences. */
export const SILENCE_HOURS = 1;

const VERDICT: Record<Verdict, string> = { true: 'True alarm', false: 'False alarm', planned: 'Planned' };

/** The message that a bot posts and keeps up to date; with controls while there is something to do. Pure. */
export function botMessage(alert: Alert, state: ToldState, links: Links, controls: boolean): SlackMessage {
  const message = slackMessage(alert, state, links);
  return controls && state !== 'resolved' ? { ...message, blocks: [...message.blocks, actions(alert)] } : message;
}

/** What a bot writes into the alert's thread. */
export function reply(alert: Alert, state: ToldState, repeats: number): SlackMessage {
  const text = safe(replyText(alert, state, repeats), 1000);
  return { text, blocks: [section(text)] };
}

function replyText(alert: Alert, state: ToldState, repeats: number): string {
  if (state === 'resolved') return `Back to usual; ${lasted(alert)}.`;
  if (state === 'acknowledged') return `${peopleOf(alert)[0] ?? 'Acknowledged'}.`;
  return `Still firing (told ${repeats + 1} times). ${alert.latest.summary}`;
}

function actions(alert: Alert): Block {
  const acknowledge: Control[] =
    alert.acknowledged === undefined
      ? [{ type: 'button', action_id: ACTION.acknowledge, text: plain('Acknowledge'), value: alert.id }]
      : [];
  return { type: 'actions', elements: [...acknowledge, silence(alert), verdict(alert)] };
}

function silence(alert: Alert): Control {
  const hours = `${SILENCE_HOURS} h`;
  const { alertname = '', severity: _, ...labels } = alertLabels(alert.peak);
  const of = Object.values(labels)[0];
  return {
    type: 'button',
    action_id: ACTION.silence,
    text: plain(`Silence ${hours}`),
    value: alert.id,
    confirm: {
      title: plain(`Silence for ${hours}?`),
      text: plain(safe(`Nobody hears of ${alertname}${of === undefined ? '' : ` of ${of}`} in that time.`, 280)),
      confirm: plain('Silence'),
      deny: plain('Cancel'),
    },
  };
}

function verdict(alert: Alert): Control {
  const options = VERDICTS.map((word) => ({ text: plain(VERDICT[word]), value: `${word} ${alert.id}` }));
  return { type: 'static_select', action_id: ACTION.verdict, placeholder: plain('What was it?'), options };
}
