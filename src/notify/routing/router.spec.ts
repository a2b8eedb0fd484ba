import { alert, finding, MORNING_MS, resolvedAlert, tenant } from '../../../test/fakes/alerts.ts';
import { parseConfig } from '../../config/load-config.ts';
import type { Alert, AlertChange } from '../../core/model/alert.ts';
import { type Hearing, Router } from './router.ts';

const ALL: Hearing = { receiver: 'all', minSeverity: 'info', sendResolved: true };
const PAGER: Hearing = { receiver: 'pager', minSeverity: 'critical', sendResolved: false, acknowledgements: true };
const PUSH: Hearing = { receiver: 'push', minSeverity: 'info', sendResolved: true, resendMs: 60_000 };
const mild = finding({ severity: 'info', score: 1.1 });
/** Its first score was its highest, its severity came later. */
const graver = alert({
  peak: finding({ severity: 'critical', score: 5 }),
  latest: finding({ severity: 'critical', score: 2 }),
});
const acknowledged = { by: 'ann', atMs: MORNING_MS };

function change(what: AlertChange['change'], given: Alert): AlertChange {
  return { change: what, alert: given, timeMs: MORNING_MS };
}

describe('without a route', () => {
  const router = new Router([ALL, PAGER]);

  it.each<[string, AlertChange['change'], Alert, string[]]>([
    ['a severe alert', 'fired', alert(), ['all firing', 'pager firing']],
    ['a mild alert', 'fired', alert({ peak: mild }), ['all firing']],
    ['an end', 'resolved', resolvedAlert(), ['all resolved']],
    ['an alert that grew worse', 'updated', alert(), ['all firing', 'pager firing']],
    ['an alert that grew worse at a lower score', 'updated', graver, ['all firing', 'pager firing']],
    ['an alert that goes on', 'updated', alert({ latest: mild }), []],
    ['nothing of an alert in the shadow', 'fired', alert({ peak: finding({ shadow: true }) }), []],
    ['a pending alert', 'pending', alert({ state: 'pending' }), []],
    ['a pending alert that went away', 'dropped', alert({ state: 'pending' }), []],
    ['who looks after it, to who shows that', 'acknowledged', alert({ acknowledged }), ['pager acknowledged']],
    ['nothing of a silenced alert', 'fired', alert({ silencedBy: ['s'] }), []],
    ['an alert whose silence is over', 'unsilenced', alert(), ['all firing', 'pager firing']],
    ['nothing when a silence ends after the alert', 'unsilenced', resolvedAlert(), []],
    ['a verdict to nobody', 'judged', alert(), []],
  ])('tells %s', (_, what, given, want) => {
    expect(router.messages([change(what, given)]).map(({ receiver, state }) => `${receiver} ${state}`)).toEqual(want);
  });

  it('tells at once, and each alert alone', () => {
    const [message] = router.messages([change('fired', alert())]);
    expect(message?.plan).toEqual({ route: '', waitMs: 0, groupIntervalMs: 0 });
    expect(router.muted(MORNING_MS)).toEqual([]);
  });

  it('sends again and all together where the other side forgets', () => {
    const [message] = new Router([PUSH]).messages([change('fired', alert())]);
    expect(message?.plan).toMatchObject({ waitMs: 0, groupIntervalMs: 0, repeatMs: 60_000, group: { key: 'resend' } });
  });

  it('puts the alerts of a storm into one digest, but not where they are pushed', () => {
    const plans = new Router([ALL, PUSH])
      .messages([change('fired', alert())], () => true)
      .map(({ plan }) => plan?.group?.key);
    expect(plans).toEqual(['digest', 'resend']);
  });
});

const YAML = `
receivers:
  - { name: all, webhook: { url: 'http://a.example' } }
  - { name: pager, webhook: { url: 'http://a.example' } }
time_intervals:
  - { name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }
  - { name: office, time_intervals: [{ weekdays: ['monday:friday'], times: [{ start_time: '09:00', end_time: '17:00' }] }] }
route:
  receiver: all
  group_by: [alertname]
  routes:
    - { receiver: pager, matchers: ['severity="critical"'], group_by: ['...'], group_wait: 0s, continue: true }
    - matchers: ['tenant=~"acme|globex"']
      group_by: [tenant]
      repeat_interval: 1h
      mute_time_intervals: [nights]
      routes: [{ matchers: ['alertname="gpu-fault"'], receiver: pager, active_time_intervals: [office] }]
`;

describe('with a route', () => {
  const { config } = parseConfig(YAML, 'gauger.yaml', { environment: {} });
  const router = new Router(
    [ALL, { ...PAGER, minSeverity: 'info' }, { ...ALL, receiver: 'nobody-routes-here' }],
    config,
  );
  const told = (peak: Parameters<typeof finding>[0]) =>
    router.messages([change('fired', alert({ peak: finding(peak) }))]).map(({ receiver, plan }) => [receiver, plan]);

  it('tells who the tree names, with the settings of the route', () => {
    expect(told({})).toEqual([
      [
        'all',
        {
          route: '{}/{tenant=~"acme|globex"}/1',
          group: { key: '{}/{tenant=~"acme|globex"}/1:{tenant="acme"}', labels: { tenant: 'acme' } },
          waitMs: 30_000,
          groupIntervalMs: 300_000,
          repeatMs: 3_600_000,
        },
      ],
      [
        'pager',
        {
          route: '{}/{severity="critical"}/0',
          group: {
            key: '{}/{severity="critical"}/0:{alertname="cost-spike",severity="critical",team="acme",tenant="acme"}',
            labels: { alertname: 'cost-spike', severity: 'critical', team: 'acme', tenant: 'acme' },
          },
          waitMs: 0,
          groupIntervalMs: 300_000,
          repeatMs: 14_400_000,
        },
      ],
    ]);
  });

  it('falls back to the root, and goes down as far as it matches', () => {
    expect(told({ severity: 'info', entity: tenant('other') })).toMatchObject([['all', { route: '{}' }]]);
    expect(told({ severity: 'info', detector: 'gpu-fault' })).toMatchObject([
      ['pager', { route: '{}/{tenant=~"acme|globex"}/1/{alertname="gpu-fault"}/0', repeatMs: 3_600_000 }],
    ]);
  });

  it('mutes routes at their times', () => {
    const muted = (iso: string) => router.muted(Date.parse(iso));
    const [tenants, faults] = [
      '{}/{tenant=~"acme|globex"}/1',
      '{}/{tenant=~"acme|globex"}/1/{alertname="gpu-fault"}/0',
    ];
    expect(muted('2026-11-23T10:00:00Z')).toEqual([]);
    expect(muted('2026-11-23T21:59:59Z')).toEqual([faults]);
    expect(muted('2026-11-23T22:00:00Z')).toEqual([tenants, faults]);
    expect(muted('2026-11-22T10:00:00Z')).toEqual([faults]);
  });
});
