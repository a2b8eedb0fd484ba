import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DETECTORS } from '../src/core/detectors/registry.ts';

const PAGES = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

it('links only to files that are there', () => {
  const broken = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

it('tells of every detector, in the order of the registry, and of no other', () => {
  const ids = DETECTORS.map(({ id }) => id);
  const rows = [...readFileSync('README.md', 'utf8').matchAll(/^\| \[`([a-z-]+)`\]\(docs\/detectors\/\1\.md\) \|/gm)];
  expect(rows.map(([, id]) => id)).toEqual(ids);
  const runbooks = readdirSync('docs/detectors').filter((name) => name !== 'README.md');
  expect(runbooks.sort()).toEqual(ids.map((id) => `${id}.md`).sort());
});

it('names only npm scripts that exist', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name),
  );
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
