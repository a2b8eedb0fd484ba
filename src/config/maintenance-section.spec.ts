import { ConfigError } from './config-error.ts';
import { parseConfig } from './load-config.ts';

function windowOf(interval: string, matchers = `['tenant="a"']`) {
  const yaml = `maintenance:\n  - name: w\n    matchers: ${matchers}\n    time_intervals: [${interval}]\n`;
  return parseConfig(yaml, 'gauger.yaml', { environment: {} }).config.maintenance[0];
}

function problemOf(interval: string, matchers?: string): string {
  try {
    windowOf(interval, matchers);
    return 'none';
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
}

it('reads Alertmanager’s form', () => {
  const interval = [
    `times: [{ start_time: '22:00', end_time: '24:00' }], weekdays: [Monday:friday, sunday]`,
    `days_of_month: ['1:7', -1, '29:-1'], months: ['january:march', 12], years: ['2026:2027'], location: Europe/Berlin`,
  ];
  expect(windowOf(`{ ${interval.join(', ')} }`)).toEqual({
    name: 'w',
    matchers: [{ name: 'tenant', value: 'a', isRegex: false, isEqual: true }],
    timeIntervals: [
      {
        times: [{ first: 1320, last: 1440 }],
        weekdays: [
          { first: 1, last: 5 },
          { first: 0, last: 0 },
        ],
        daysOfMonth: [
          { first: 1, last: 7 },
          { first: -1, last: -1 },
          { first: 29, last: -1 },
        ],
        months: [
          { first: 1, last: 3 },
          { first: 12, last: 12 },
        ],
        years: [{ first: 2026, last: 2027 }],
        location: 'Europe/Berlin',
      },
    ],
  });
});

it.each([
  [`{ times: [{ start_time: '9:00', end_time: '10:00' }] }`, 'is no time of day; write one like 22:30'],
  [`{ times: [{ start_time: '22:00', end_time: '06:00' }] }`, 'write the part after midnight as a second range'],
  [`{ times: [{ start_time: '22:00', end_time: '24:01' }] }`, 'is no time of day'],
  ['{ weekdays: [friday:monday] }', 'write one like monday:friday'],
  ['{ weekdays: [someday] }', 'is no range here'],
  [`{ days_of_month: ['0:3'] }`, 'write one like 1:7'],
  ['{ months: [13] }', 'is no range here'],
  [`{ years: ['2026:2027:2028'] }`, 'is no range here'],
  ['{ location: Atlantis }', 'is no time zone'],
  ['{ hours: [1] }', 'unknown key'],
])('refuses %s', (interval, remedy) => {
  expect(problemOf(interval)).toContain(remedy);
});

it.each([
  [`['tenant']`, 'is no matcher; write it as for Alertmanager'],
  ['[]', 'give at least one'],
  [`['tenant=~".*"']`, 'everything would be silent'],
])('refuses the matchers %s', (matchers, remedy) => {
  expect(problemOf('{}', matchers)).toContain(remedy);
});
