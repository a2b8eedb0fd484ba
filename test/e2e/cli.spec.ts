import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built command line with these arguments: its exit status, and what it says on standard error and standard output. */
function gauger(...words: string[]) {
  return run(words);
}

function run(words: readonly string[], options: SpawnSyncOptions = {}) {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['dist/cli.js', ...words], {
    ...options,
    encoding: 'utf8',
  });
  return { status, stderr, stdout };
}

it.each([
  [['frob'], "unknown command 'frob'", 'gauger'],
  [['demo', '--frob'], "unknown option '--frob'", 'gauger demo'],
  [['simulate', '--port', '70000'], 'not a port; give a number from 0 to 65535', 'gauger simulate'],
  [['token', 'create', '--name', 'a', '--role', 'god'], 'Allowed choices are viewer', 'gauger token create'],
])('what is used wrongly says where its help is: %j', (words, said, command) => {
  const { status, stderr } = gauger(...words);
  expect(stderr).toContain(said);
  expect(stderr).toMatch(new RegExp(`\nSee ${command} --help\\.\\n$`));
  expect(status).toBe(2);
});

it('tells defaults as they would be written', () => {
  expect(gauger('simulate', '--help').stdout).toMatch(/--attack-after <duration> .*\(default: 45m\)/);
});

it('replays from standard input what it replays by name, from a file and from a pipe', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  const log = join(folder, 'pages.log');
  // More than a pipe holds at once.
  const body = Array.from({ length: 200 }, (_, n) => `\nx{n="${n}"} 1`).join('');
  const minutes = Array.from({ length: 90 }, (_, minute) => 1_800_000_000 + 60 * minute);
  const scrape = (seconds: number, i: number) =>
    `# SCRAPE ${seconds} job=a instance=one:1${i < 60 ? body : ' up=0 error=timeout'}\n`;
  writeFileSync(log, minutes.map(scrape).join(''));
  const file = openSync(log, 'r');
  const told = [
    run(['replay', log]),
    run(['replay', '-'], { stdio: [file, 'pipe', 'pipe'] }),
    run(['replay', '-'], { input: readFileSync(log) }),
  ].map(({ stdout }) => stdout);
  closeSync(file);
  rmSync(folder, { recursive: true });
  expect(told[0]).toContain('telemetry-silence');
  expect(told).toEqual([told[0], told[0], told[0]]);
});
