import { readdirSync, readFileSync } from 'node:fs';
import { DETECTORS } from '../../src/core/detectors/registry.ts';
import { brokenLinks, markdownPages, missingFiles } from './markdown.ts';

const PAGES = markdownPages();

it('links only to files and headings that are there', () => {
  expect(PAGES.flatMap(({ links }) => links).length).toBeGreaterThan(20);
  expect(brokenLinks(PAGES)).toEqual([]);
});

it('names only files that are there', () => {
  // What changed may be gone by now.
  expect(missingFiles(PAGES.filter(({ path }) => path !== 'CHANGELOG.md'))).toEqual([]);
});

it('leaves no page without a link to it', () => {
  const linked = new Set(
    PAGES.flatMap(({ links }) => links.map((link) => link.replace(/#.*/, '').replace(/.*\//, ''))),
  );
  expect(PAGES.filter(({ path }) => path !== 'README.md' && !linked.has(path.replace(/.*\//, '')))).toEqual([]);
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
  const named = PAGES.flatMap(({ path }) =>
    [...readFileSync(path, 'utf8').matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name),
  );
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
