import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DETECTORS } from '../../src/core/detectors/registry.ts';
import { parseScenario, play } from './scenario.ts';

const FOLDER = join('test', 'scenarios');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.scenario'));

test.each(FILES)('%s', (file) => {
  const scenario = parseScenario(readFileSync(join(FOLDER, file), 'utf8'));
  const fired = play(scenario);
  expect(fired.map(({ name, tick, alert }) => [alert.peak.detector, name, tick, alert.peak.severity])).toEqual(
    scenario.fires.map(({ detector, name, tick, severity }) => [detector, name, tick, severity]),
  );
  scenario.fires.forEach(({ says }, index) => {
    expect(fired[index]?.alert.peak.summary).toContain(says);
  });
});

test.each(DETECTORS.map(({ id }) => id))('%s has a scenario that must fire and one that must not', (id) => {
  const scenarios = FILES.filter((file) => file.startsWith(`${id}.`)).map((file) =>
    parseScenario(readFileSync(join(FOLDER, file), 'utf8')),
  );
  expect(scenarios.some(({ fires }) => fires.some(({ detector }) => detector === id))).toBe(true);
  expect(scenarios.some(({ fires }) => fires.every(({ detector }) => detector !== id))).toBe(true);
});
