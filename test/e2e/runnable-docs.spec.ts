import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DETECTOR_SCHEMAS } from '../../src/commands/configuration.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { type Block, markdownPages } from '../docs/markdown.ts';

const EXAMPLE = readFileSync('gauger.example.yaml', 'utf8');
const run = promisify(execFile);

/** What a block writes before the next one runs: ```` ```yaml file=gauger.yaml ````. */
const fileOf = ({ words }: Block) => words.find((word) => word.startsWith('file='))?.slice('file='.length);
const isRunnable = ({ language, words }: Block) => language === 'sh' && words.includes('runnable');

const pages = markdownPages().filter(({ blocks }) => blocks.some(isRunnable));

/** A checkout as its reader has it, built, in a folder of its own: what a block writes there stays there. */
async function checkout(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gauger-docs-'));
  const bin = join(directory, 'node_modules', '.bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'gauger'), `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli.js')}' "$@"\n`, {
    mode: 0o755,
  });
  // `npx gauger` finds what stands there; npm itself takes a second to start.
  await writeFile(join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  for (const name of await readdir('.')) {
    if (!['node_modules', 'gauger.yaml', 'data', '.git'].includes(name))
      await symlink(resolve(name), join(directory, name));
  }
  return directory;
}

it('has commands to run', () => {
  expect(pages.map(({ path }) => path)).toContain('README.md');
});

it.each(pages.map((page) => [page.path, page] as const))('does what %s says', async (_, { blocks }) => {
  const directory = await checkout();
  const { PATH, HOME } = process.env;
  const bin = join(directory, 'node_modules', '.bin');
  const env = { PATH: [bin, PATH].join(delimiter), HOME, NODE_NO_WARNINGS: '1' };
  try {
    for (const block of blocks) {
      const file = fileOf(block);
      if (file !== undefined) await writeFile(join(directory, file), block.text);
      if (isRunnable(block)) await run('sh', ['-eu', '-c', block.text], { cwd: directory, env });
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});

it('shows configurations that hold', () => {
  const shown = markdownPages().flatMap(({ path, blocks }) =>
    blocks.filter(({ language, text }) => language === 'yaml' && isOurs(text)).map(({ text }) => ({ path, text })),
  );
  const problems = shown.flatMap(({ path, text }) => problemsOf(text).map((problem) => `${path}: ${problem}`));
  expect(shown.length).toBeGreaterThan(3);
  expect(problems).toEqual([]);
});

/** Whether it begins with a key of `gauger.yaml`; others are of Prometheus, Kubernetes ... */
function isOurs(yaml: string): boolean {
  const [, key = ''] = /^([a-z_]+):/.exec(yaml) ?? [];
  return new RegExp(`^#?${key}:`, 'm').test(EXAMPLE) && key !== '';
}

function problemsOf(yaml: string): string[] {
  // Files of secrets are the reader's.
  const inline = yaml.replaceAll(/\b(\w+)_file: ([^\s},]+)/g, '$1: https://secret.example/x');
  try {
    parseConfig(inline, 'gauger.yaml', { environment: {}, detectors: DETECTOR_SCHEMAS });
    return [];
  } catch (error) {
    // A part of a file may name what stands in another part.
    const lines = error instanceof ConfigError ? error.message.split('\n') : [String(error)];
    return lines.filter((line) => !/ is none of (receivers|time_intervals)$/.test(line));
  }
}
