import { type Silence, silenceState } from './silence.ts';

const SILENCE: Silence = {
  id: '0d6b7a52-6f0e-4c7e-9a3b-3f3f1d0a9a11',
  matchers: [{ name: 'alertname', value: 'cost-spike', isRegex: false, isEqual: true }],
  startsAtMs: 1000,
  endsAtMs: 2000,
  createdBy: 'ada',
  comment: 'load test',
  updatedAtMs: 900,
};

it.each([
  [999, 'pending'],
  [1000, 'active'],
  [1999, 'active'],
  [2000, 'expired'],
])('at %d is %s', (timeMs, state) => {
  expect(silenceState(SILENCE, timeMs)).toBe(state);
});
