import {
  type Actor,
  type AlertActions,
  type AlertReader,
  type InteractionRequest,
  Interactions,
  type Silences,
} from '../../api/ports.ts';
import type { Clock } from '../../clock.ts';
import type { Secret } from '../../config/secret.ts';
import { alertLabels } from '../../core/alerts/alertmanager.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { Matcher } from '../../core/model/silence.ts';
import { readSecret } from '../read-secret.ts';
import { SILENCE_HOURS } from './bot-message.ts';
import { type Interaction, interactionOf } from './interaction.ts';
import { isFromSlack } from './request-signature.ts';

/** A receiver whose messages have buttons. */
export interface ButtonReceiver {
  readonly name: string;
  readonly signingSecret: Secret;
  /** Shows in the message what was done. */
  refresh(alert: Alert): Promise<void>;
}

export interface SlackInteractionsParts {
  readonly receivers: readonly ButtonReceiver[];
  readonly alerts: Pick<AlertReader, 'get'>;
  readonly actions: AlertActions;
  readonly silences: Pick<Silences, 'put'>;
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;

/** What people press in Slack is done as if they had asked the API: under their name, as operators. */
export class SlackInteractions extends Interactions {
  constructor(private readonly parts: SlackInteractionsParts) {
    super();
  }

  async receive(
    name: string,
    request: InteractionRequest,
  ): Promise<'done' | 'unsigned' | 'unknown' | 'malformed' | 'gone'> {
    const { receivers, clock } = this.parts;
    const receiver = receivers.find((candidate) => candidate.name === name);
    if (receiver === undefined) return 'unknown';
    const secret = readSecret(receiver.signingSecret);
    if (secret === undefined || !isFromSlack(request, secret, clock.now())) return 'unsigned';
    const interaction = interactionOf(request.body);
    if (interaction === undefined) return 'malformed';
    const alert = await this.act(interaction, { name: `slack:${interaction.user}`, role: 'operator' });
    if (alert === undefined) return 'gone';
    // Slack waits three seconds for the answer; the message follows when it can.
    void receiver.refresh(alert);
    return 'done';
  }

  private async act(interaction: Interaction, by: Actor): Promise<Alert | undefined> {
    const { actions } = this.parts;
    const { alertId } = interaction;
    switch (interaction.action) {
      case 'acknowledge':
        return actions.acknowledge(alertId, by);
      case 'verdict':
        return actions.judge(alertId, interaction.verdict, by);
      case 'silence':
        return this.silence(alertId, by);
    }
  }

  /** Of the detector and the entity, whatever becomes of the severity. */
  private async silence(alertId: string, by: Actor): Promise<Alert | undefined> {
    const { alerts, silences, clock } = this.parts;
    const found = await alerts.get(alertId);
    if (found === undefined) return undefined;
    const nowMs = clock.now();
    const comment = `Silenced in Slack for ${SILENCE_HOURS} h`;
    const until = { startsAtMs: nowMs, endsAtMs: nowMs + SILENCE_HOURS * HOUR_MS };
    await silences.put({ matchers: matchersOf(found.alert), ...until, createdBy: by.name, comment }, by);
    return found.alert;
  }
}

function matchersOf({ peak }: Alert): Matcher[] {
  const labels = alertLabels(peak);
  const names = ['alertname', ...Object.keys(peak.entity.identity).filter((name) => labels[name] !== undefined)];
  return names.map((name) => ({ name, value: labels[name] ?? '', isRegex: false, isEqual: true }));
}
