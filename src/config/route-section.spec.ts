import { ConfigError } from './config-error.ts';
import { parseConfig } from './load-config.ts';

const RECEIVERS = "receivers: [{ name: a, webhook: { url: 'http://a.example' } }]\n";

function route(yaml: string) {
  return parseConfig(`${RECEIVERS}${yaml}`, 'gauger.yaml', { environment: {} }).config.route;
}

function problems(yaml: string): string[] {
  try {
    route(yaml);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ key, message }) => `${key}: ${message}`);
  }
}

it('has Alertmanager’s defaults, and hands down what a route does not say', () => {
  const given = route(
    'route: { receiver: a, group_by: [tenant], group_wait: 1s, routes: [{ matchers: [x=1], group_interval: 1m }] }',
  );
  expect(given).toMatchObject({
    groupBy: ['tenant'],
    groupWaitMs: 1000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
  });
  expect(given?.routes[0]).toMatchObject({
    receiver: 'a',
    groupBy: ['tenant'],
    groupWaitMs: 1000,
    groupIntervalMs: 60_000,
  });
  expect(route('route: { receiver: a }')).toMatchObject({ groupBy: [], groupWaitMs: 30_000 });
  expect(route("route: { receiver: a, group_by: ['...'] }")?.groupBy).toBe('all');
  expect(route('')).toBeUndefined();
});

it.each([
  ['route: { group_wait: 1s }', 'route: has no receiver'],
  ['route: { receiver: b }', 'route.receiver: "b" is none of receivers'],
  ['route: { receiver: a, matchers: [x=1] }', 'route.matchers: cannot stand at the root'],
  [
    'time_intervals: [{ name: n, time_intervals: [{}] }]\nroute: { receiver: a, mute_time_intervals: [n] }',
    'cannot stand at the root',
  ],
  ['route: { receiver: a, routes: [{ receiver: c }] }', 'route.routes[0].receiver: "c" is none of receivers'],
  ['route: { receiver: a, routes: [{ matchers: ["x"] }] }', 'route.routes[0].matchers[0]: "x" is no matcher'],
  [
    'route: { receiver: a, routes: [{ mute_time_intervals: [n] }] }',
    'mute_time_intervals[0]: "n" is none of time_intervals',
  ],
  ['route: { receiver: a, group_by: ["a-b"] }', 'route.group_by[0]: is no label name'],
  ['route: { receiver: a, repeat_intervall: 1h }', 'unknown key; did you mean repeat_interval?'],
])('%s', (yaml, want) => expect(problems(yaml)).toEqual([expect.stringContaining(want)]));
