import fc from 'fast-check';
import { ANY_CHARACTER } from '../../../test/any-character.ts';
import { alert, MORNING_MS } from '../../../test/fakes/alerts.ts';
import { ManualClock } from '../../../test/fakes/manual-clock.ts';
import { type Actor, AlertActions, type NewSilence } from '../../api/ports.ts';
import { Secret } from '../../config/secret.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { Silence } from '../../core/model/silence.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import { interactionOf } from './interaction.ts';
import { isFromSlack, slackSignature } from './request-signature.ts';
import { SlackInteractions } from './slack-interactions.ts';

const SECRET = 'signing-secret';
const NOW_S = String(MORNING_MS / 1000);

/** Remembers what was asked for. */
class RememberedActions extends AlertActions {
  readonly asked: string[] = [];

  async acknowledge(id: string, by: Actor): Promise<Alert | undefined> {
    return this.found(id, `acknowledge ${id} ${by.name} ${by.role}`);
  }

  async unacknowledge(): Promise<undefined> {}

  async judge(id: string, verdict: Verdict, by: Actor): Promise<Alert | undefined> {
    return this.found(id, `judge ${id} ${verdict} ${by.name}`);
  }

  private found(id: string, asked: string): Alert | undefined {
    this.asked.push(asked);
    return id === alert().id ? alert() : undefined;
  }
}

function setUp() {
  const actions = new RememberedActions();
  const silences: NewSilence[] = [];
  const refreshed: string[] = [];
  const interactions = new SlackInteractions({
    receivers: [
      {
        name: 'on-call',
        signingSecret: new Secret({ text: SECRET }),
        refresh: async ({ id }) => {
          refreshed.push(id);
        },
      },
    ],
    alerts: { get: async (id) => (id === alert().id ? { alert: alert(), history: [] } : undefined) },
    actions,
    silences: {
      put: async (silence): Promise<Silence> => {
        silences.push(silence);
        return { ...silence, id: 'x', updatedAtMs: 0 };
      },
    },
    clock: new ManualClock(MORNING_MS),
  });
  return { actions, silences, refreshed, interactions };
}

function form(action: Record<string, unknown>, user: Record<string, unknown> = { id: 'U1', username: 'ann' }): Buffer {
  const payload = JSON.stringify({ type: 'block_actions', user, actions: [action] });
  return Buffer.from(new URLSearchParams({ payload }).toString());
}

function signed(body: Buffer, timestamp = NOW_S) {
  return { body, timestamp, signature: slackSignature(body, timestamp, SECRET) };
}

const ACKNOWLEDGE = { action_id: 'gauger_acknowledge', value: alert().id };

it('does what was pressed, under the name of who pressed it', async () => {
  const { interactions, actions, silences, refreshed } = setUp();
  const press = (action: Record<string, unknown>) => interactions.receive('on-call', signed(form(action)));
  expect(await press(ACKNOWLEDGE)).toBe('done');
  expect(await press({ action_id: 'gauger_verdict', selected_option: { value: `planned ${alert().id}` } })).toBe(
    'done',
  );
  expect(await press({ action_id: 'gauger_silence', value: alert().id })).toBe('done');
  expect(actions.asked).toEqual([
    `acknowledge ${alert().id} slack:ann operator`,
    `judge ${alert().id} planned slack:ann`,
  ]);
  expect(silences).toEqual([
    {
      matchers: [
        { name: 'alertname', value: 'cost-spike', isRegex: false, isEqual: true },
        { name: 'tenant', value: 'acme', isRegex: false, isEqual: true },
      ],
      startsAtMs: MORNING_MS,
      endsAtMs: MORNING_MS + 3_600_000,
      createdBy: 'slack:ann',
      comment: 'Silenced in Slack for 1 h',
    },
  ]);
  expect(refreshed).toEqual([alert().id, alert().id, alert().id]);
});

it('does nothing for who is not Slack, or is so no longer', async () => {
  const { interactions, actions } = setUp();
  const body = form(ACKNOWLEDGE);
  const old = String(Number(NOW_S) - 301);
  const requests = [
    { ...signed(body), signature: undefined },
    { ...signed(body), timestamp: undefined },
    { ...signed(body), signature: 'v0=00' },
    { ...signed(body), body: Buffer.concat([body, Buffer.from('&')]) },
    { ...signed(body), timestamp: String(Number(NOW_S) - 1) },
    signed(body, old),
    signed(body, String(Number(NOW_S) + 301)),
    signed(body, '1e9'),
  ];
  for (const request of requests) expect(await interactions.receive('on-call', request)).toBe('unsigned');
  expect(await interactions.receive('other', signed(body))).toBe('unknown');
  expect(actions.asked).toEqual([]);
});

it('tells of an alert that is gone, and of a body that is no press', async () => {
  const { interactions } = setUp();
  expect(await interactions.receive('on-call', signed(form({ ...ACKNOWLEDGE, value: 'nowhere' })))).toBe('gone');
  for (const body of [
    form({ action_id: 'other', value: 'x' }),
    form({ action_id: 'gauger_verdict' }),
    Buffer.from('payload={'),
  ]) {
    expect(await interactions.receive('on-call', signed(body))).toBe('malformed');
  }
});

it('agrees with the example of Slack’s documentation', () => {
  const body = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  );
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
  const request = { body, timestamp: '1531420618', signature };
  expect(isFromSlack(request, '8f742231b10e8888abcd99yyyzzz85a5', 1_531_420_618_000)).toBe(true);
  expect(isFromSlack(request, 'another', 1_531_420_618_000)).toBe(false);
});

it('reads any bytes without a throw, and lets no name carry what is no name', () => {
  fc.assert(fc.property(fc.uint8Array(), (body) => void interactionOf(body)));
  fc.assert(
    fc.property(fc.string({ unit: ANY_CHARACTER }), (username) => {
      expect(interactionOf(form(ACKNOWLEDGE, { id: 'U1', username }))?.user).toMatch(/^[\p{L}\p{N}._@-]{1,80}$/u);
    }),
  );
});
