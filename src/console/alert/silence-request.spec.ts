import { alertOf, entityOf } from '../../../test/fakes/console-answers.ts';
import { silenceRequest } from './silence-request.ts';

const ALERT = alertOf({ detector: 'gpu-fault', entity: entityOf('pod', { namespace: 'ai', pod: 'vllm-0' }) });
const ENTITY = [
  { name: 'namespace', value: 'ai' },
  { name: 'pod', value: 'vllm-0' },
];

it.each([
  ['alert', [{ name: 'alertname', value: 'gpu-fault' }, ...ENTITY]],
  ['entity', ENTITY],
] as const)('of the %s', (scope, matchers) => {
  const choice = { scope, durationMs: 3_600_000, comment: ' load test ' };
  expect(silenceRequest(ALERT, choice, Date.UTC(2026, 10, 18, 14))).toEqual({
    matchers,
    endsAt: '2026-11-18T15:00:00.000Z',
    comment: 'load test',
  });
});
