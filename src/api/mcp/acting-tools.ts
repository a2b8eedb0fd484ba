import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { parseDuration } from '../../config/duration.ts';
import { matcherText, parseMatcher } from '../../core/alerts/matchers.ts';
import type { Matcher } from '../../core/model/silence.ts';
import type { Actor } from '../actor.ts';
import type { AlertActions, Silences } from '../ports.ts';
import { AlertId } from '../schemas/alert-schemas.ts';
import { time } from '../schemas/common-schemas.ts';
import { answer } from './answer.ts';

export interface ActingPorts {
  readonly actions: AlertActions;
  readonly silences: Silences;
  readonly clock: Clock;
}

const MAXIMUM_MATCHERS = 20;
/** A machine may not take sight away for longer; a person may. */
const MAXIMUM_SILENCE_MS = 7 * 86_400_000;

const reason = z.string().trim().min(10).max(1000).describe('Why, in a sentence for people and the audit log');

/** Tools that change something, in the name of the actor. */
export function addActingTools(server: McpServer, ports: ActingPorts, actor: Actor): void {
  addAcknowledge(server, ports, actor);
  addCreateSilence(server, ports, actor);
}

const Acknowledge = z.strictObject({ ...AlertId.shape, reason });

function addAcknowledge(server: McpServer, { actions }: ActingPorts, actor: Actor): void {
  const description = 'Says that somebody looks after a firing alert. It ends by itself when the alert does.';
  const annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false };
  const config = { title: 'Acknowledge an alert', description, inputSchema: Acknowledge, annotations };
  server.registerTool('acknowledge_alert', config, ({ id, reason }) =>
    answer(async () => {
      const alert = await actions.acknowledge(id, actor, reason);
      if (alert === undefined) return { wrong: `there is no alert ${id}` };
      return { found: { id, state: alert.state, acknowledgedBy: alert.acknowledged?.by ?? null } };
    }),
  );
}

const CreateSilence = z.strictObject({
  matchers: z
    .array(z.string().max(1000))
    .min(1)
    .max(MAXIMUM_MATCHERS)
    .describe('As in Alertmanager, all must hold: ["alertname=cost-spike", "tenant=~\\"acme.*\\""]'),
  duration: z.string().max(20).describe('From now on, such as 2h; at most 7d'),
  reason,
});

function addCreateSilence(server: McpServer, { silences, clock }: ActingPorts, actor: Actor): void {
  const description =
    'Keeps alerts with these labels from being told to people for a while. They are still judged and stored. Name the labels as narrowly as the reason.';
  const annotations = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false };
  const config = { title: 'Silence alerts', description, inputSchema: CreateSilence, annotations };
  server.registerTool('create_silence', config, ({ matchers, duration, reason }) =>
    answer(async () => {
      const parsed = matchers.map(parseMatcher);
      const wrong = matchers.filter((_, index) => parsed[index] === undefined);
      if (wrong.length > 0) return { wrong: `these are no matchers: ${wrong.join(', ')}` };
      const usable = parsed.filter((matcher): matcher is Matcher => matcher !== undefined);
      if (!usable.some(isNarrow))
        return { wrong: 'these matchers would silence everything; name a label by its value' };
      const durationMs = parseDuration(duration) ?? 0;
      if (durationMs <= 0 || durationMs > MAXIMUM_SILENCE_MS)
        return { wrong: 'duration must be like 30m or 2h, at most 7d' };
      const nowMs = clock.now();
      const times = { startsAtMs: nowMs, endsAtMs: nowMs + durationMs };
      const made = await silences.put({ matchers: usable, ...times, createdBy: actor.name, comment: reason }, actor);
      return { found: { id: made.id, matchers: made.matchers.map(matcherText), endsAt: time(made.endsAtMs) } };
    }),
  );
}

/** A condition that most alerts do not meet: one value, or an expression with words in it. */
function isNarrow({ isEqual, isRegex, value }: Matcher): boolean {
  return isEqual && (isRegex ? /[\p{L}\p{N}]{2}/u.test(value) : value !== '');
}
