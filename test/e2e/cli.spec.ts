import { spawnSync } from 'node:child_process';

/** The built command line with these arguments: its exit status, and what it says on standard error and standard output. */
function gauger(...words: string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['dist/cli.js', ...words], { encoding: 'utf8' });
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
