import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Rules = z.object({
  groups: z.array(z.object({ name: z.string(), rules: z.array(z.object({ alert: z.string() }).loose()) })),
});
const Tests = z.object({
  tests: z.array(z.object({ alert_rule_test: z.array(z.object({ alertname: z.string() }).loose()) }).loose()),
});

function promtool(...words: string[]) {
  return spawnSync('promtool', words, { encoding: 'utf8', timeout: 60_000 });
}

const absent = promtool('--version').error !== undefined;
if (absent) process.stdout.write('dashboards: promtool is not on this machine, the rules are not tried\n');
const trying = absent ? it.skip : it;

trying.each([
  ['check', 'dashboards/gauger.rules.yaml'],
  ['test', 'dashboards/gauger.rules.test.yaml'],
])('promtool %s rules %s is content', (verb, file) => {
  const { status, stdout, stderr } = promtool(verb, 'rules', file);
  expect(`${stdout}${stderr}`).toContain('SUCCESS');
  expect(status).toBe(0);
});

it('has every rule tried, but for one that says only that discovery failed', () => {
  const { groups } = Rules.parse(parse(readFileSync('dashboards/gauger.rules.yaml', 'utf8')));
  const { tests } = Tests.parse(parse(readFileSync('dashboards/gauger.rules.test.yaml', 'utf8')));
  const tried = new Set(tests.flatMap((test) => test.alert_rule_test.map(({ alertname }) => alertname)));
  const untried = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)).filter((alert) => !tried.has(alert));
  expect(untried).toEqual(['GaugerDiscoveryProblem']);
});
