import { z } from 'zod';
import { VERDICTS, type Verdict } from '../../core/model/verdict.ts';

/** What a person pressed in a message. */
export type Interaction =
  | { readonly action: 'acknowledge'; readonly alertId: string; readonly user: string }
  | { readonly action: 'silence'; readonly alertId: string; readonly user: string }
  | { readonly action: 'verdict'; readonly verdict: Verdict; readonly alertId: string; readonly user: string };

/** The names of the controls: they come back from Slack as they are. */
export const ACTION = {
  acknowledge: 'gauger_acknowledge',
  silence: 'gauger_silence',
  verdict: 'gauger_verdict',
} as const;

const alertId = z.string().min(1).max(200);

const Payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).optional(),
      }),
    )
    .min(1),
});

const MAXIMUM_NAME = 80;

/** The payload of Slack's form (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload); undefined: it is none of ours. */
export function interactionOf(body: Uint8Array): Interaction | undefined {
  const parsed = Payload.safeParse(json(new URLSearchParams(Buffer.from(body).toString('utf8')).get('payload') ?? ''));
  if (!parsed.success) return undefined;
  const { user, actions } = parsed.data;
  const [{ action_id: id, value, selected_option: option } = { action_id: '' }] = actions;
  const name =
    (user.username ?? user.name ?? user.id).replace(/[^\p{L}\p{N}._@-]/gu, '').slice(0, MAXIMUM_NAME) || user.id;
  if (id === ACTION.verdict) return verdictOf(option?.value ?? '', name);
  const alert = alertId.safeParse(value);
  if (!alert.success) return undefined;
  if (id === ACTION.acknowledge) return { action: 'acknowledge', alertId: alert.data, user: name };
  return id === ACTION.silence ? { action: 'silence', alertId: alert.data, user: name } : undefined;
}

/** An option of the verdict carries both: `true <alert id>`. */
function verdictOf(value: string, user: string): Interaction | undefined {
  const [word, id] = value.split(' ');
  const verdict = VERDICTS.find((known) => known === word);
  const alert = alertId.safeParse(id);
  return verdict === undefined || !alert.success
    ? undefined
    : { action: 'verdict', verdict, alertId: alert.data, user };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
