import { readFileSync } from 'node:fs';
import { CATALOGUE } from '../../src/core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../../src/core/signals/definitions.ts';
import { signalsPage } from './signals-page.ts';

it('is committed as it is made', () => {
  expect(readFileSync('docs/signals.md', 'utf8')).toBe(signalsPage());
});

it('names every signal and every exporter', () => {
  const page = signalsPage();
  expect(DEFINITIONS.filter(({ id }) => !page.includes(`\`${id}\``))).toEqual([]);
  expect(CATALOGUE.filter(({ id }) => !page.includes(`| ${id} |`))).toEqual([]);
});

it('knows a source of every signal', () => {
  const orphans = signalsPage()
    .split('\n')
    .filter((line) => line.startsWith('| `') && line.endsWith('|  |'));
  expect(orphans).toEqual([]);
});
