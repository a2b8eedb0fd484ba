import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TITLES } from '../../src/api/problem.ts';
import { SCRAPE_FAILURES } from '../../src/core/model/page.ts';
import { STORE_FAILURES } from '../../src/store/store-unavailable.ts';

const page = readFileSync('docs/troubleshooting.md', 'utf8');

/** First cells of the table under a heading, as text. */
function rowsOf(heading: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| (?!---)(.*?) \|/gm)].map(([, cell = '']) => cell);
}

/** What the pattern's group finds in the sources below a folder. */
function inSources(folder: string, pattern: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
  );
  const found = files.flatMap((path) => [...readFileSync(join(folder, path), 'utf8').matchAll(pattern)]);
  return [...new Set(found.map(([, group = '']) => group))];
}

const missing = (words: readonly string[], rows: readonly string[]) =>
  words.filter((word) => !rows.some((row) => row.includes(`\`${word}`)));

it('has a row for each reason why a scrape brings no page', () => {
  expect(rowsOf('A target is down').slice(1)).toEqual(SCRAPE_FAILURES.map((reason) => `\`${reason}\``));
});

it('has a row for each reason why the database cannot be used', () => {
  expect(rowsOf('The database is away').slice(1)).toEqual(STORE_FAILURES.map((reason) => `\`${reason}\``));
});

it('has a row for each status of a problem', () => {
  const rows = rowsOf('Answers of the API').slice(1);
  expect(rows).toEqual([...Object.keys(TITLES), '500'].sort());
});

it('has a row for each reason why a message was not delivered', () => {
  const reasons = inSources('src/notify', /outcome: '(?:retry|rejected)', reason: '(\w+)'/g);
  const unsent = inSources('src/notify', /status: 0, reason: '(\w+)'/g);
  expect(reasons.length + unsent.length).toBeGreaterThan(8);
  expect(missing([...reasons, ...unsent], rowsOf('A receiver does not get its messages'))).toEqual([]);
});

it('has a row for each warning and error of the log', () => {
  const lines = inSources('src', /\blog\.(?:warn|error)\(\s*'([^']+)'/g);
  expect(lines.length).toBeGreaterThan(15);
  expect(missing(lines, rowsOf('Lines of the log'))).toEqual([]);
});

it('has a row for each thing that is wrong with the tables', () => {
  const words = inSources('src/store', /MigrationError\(\s*`([^`$]+)/g).map((text) =>
    text.trim().split(' ').slice(0, 2).join(' '),
  );
  expect(words.length).toBeGreaterThan(2);
  expect(missing(words, rowsOf('It does not start'))).toEqual([]);
});
