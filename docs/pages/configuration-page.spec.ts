import { readFileSync } from 'node:fs';
import { configurationPage, referenceRows } from './configuration-page.ts';

const rows = referenceRows();

it('is committed as it is made', () => {
  // Otherwise: npx tsc -p docs && node build/docs/pages/write.js
  expect(readFileSync('docs/configuration-reference.md', 'utf8')).toBe(configurationPage());
});

it('says of every key what it is', () => {
  // By `.describe()` at its schema, or by the comment of its line in gauger.example.yaml.
  expect(rows.filter(({ description = '' }) => description === '').map(({ path }) => path)).toEqual([]);
});

it('knows types, bounds and defaults', () => {
  const row = (path: string) => rows.find((one) => one.path === path);
  expect(row('global.scrape_timeout')).toMatchObject({ type: 'duration', default: '`10s`', required: false });
  expect(row('warm_start.days')).toMatchObject({ type: 'number, above 0 to 90', default: '`7`' });
  expect(row('scrape_configs[].job_name')).toMatchObject({ type: 'text', required: true });
  expect(row('route.routes')).toMatchObject({ type: 'list of the same again' });
});
