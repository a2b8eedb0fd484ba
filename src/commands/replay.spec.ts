import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from './replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A target that answers for two hours and then no more, beside one that does. */
const log = join(folder, 'pages.log');
writeFileSync(
  log,
  Array.from({ length: 150 }, (_, minute) => {
    const seconds = 1_800_000_000 + 60 * minute;
    const up = minute < 120 ? '\nx 1' : ' up=0 error=timeout';
    return `# SCRAPE ${seconds} job=a instance=one:1${up}\n# SCRAPE ${seconds} job=a instance=two:1\nx 1\n`;
  }).join(''),
);

async function alerts(detector: string, options: { shadow?: boolean } = {}) {
  const config = join(folder, 'gauger.yaml');
  const out = join(folder, 'alerts.jsonl');
  writeFileSync(config, `global: { evaluation_interval: 1m }\ndetectors: { telemetry-silence: ${detector} }\n`);
  await replay(log, { config, out, ...options });
  const lines = readFileSync(out, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line).labels).map(({ instance, shadow }) => [instance, shadow]);
}

it('writes the alerts of a log', async () => {
  expect(await alerts('{}')).toEqual([['one:1', undefined]]);
  expect(await alerts('{ enabled: false }')).toEqual([]);
});

it('writes those of detectors in the shadow when they are asked for', async () => {
  expect(await alerts('{ shadow: true }')).toEqual([]);
  expect(await alerts('{ shadow: true }', { shadow: true })).toEqual([['one:1', 'true']]);
});

it('leaves out entities that a detector is not about', async () => {
  expect(await alerts(`{ only: ['job="b"'] }`)).toEqual([]);
  expect(await alerts(`{ except: ['instance=~"one:.*"'] }`)).toEqual([]);
  expect(await alerts(`{ only: [job=a], except: [instance=two:1] }`)).toEqual([['one:1', undefined]]);
});
