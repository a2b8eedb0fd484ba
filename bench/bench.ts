import type { Group } from './result.ts';

/** All groups by name; each is a file of this folder, loaded only when it runs. */
const GROUPS: Readonly<Record<string, () => Promise<Group>>> = {
  exposition: () => import('./exposition.ts'),
  baselines: () => import('./baselines.ts'),
  engine: () => import('./engine.ts'),
  store: () => import('./store.ts'),
  slack: () => import('./slack.ts'),
  signals: () => import('./signals.ts'),
};

/** Runs the named groups, all when none is named, and prints one JSON object a line. Returns the exit code. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(GROUPS, name));
  if (unknown.length > 0) {
    process.stderr.write(`no benchmark group ${unknown.join(', ')}; there are: ${Object.keys(GROUPS).join(', ')}\n`);
    return 2;
  }
  for (const name of names.length > 0 ? names : Object.keys(GROUPS)) {
    const group = await GROUPS[name]?.();
    for await (const result of group?.run() ?? []) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
