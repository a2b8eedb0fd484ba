import { readFileSync } from 'node:fs';
import { apiDocument } from './api-document.ts';
import { apiPage } from './api-page.ts';

const document = await apiDocument();
const page = apiPage(document);

it('is committed as it is made', () => {
  // Otherwise: npx tsc -p docs && node build/docs/pages/write.js
  expect(readFileSync('docs/api.md', 'utf8')).toBe(page);
});

it('tells each operation with the role that it needs', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.keys(item));
  expect(page.match(/^### (GET|POST|PUT|PATCH|DELETE) \//gm)).toHaveLength(operations.length);
  expect(page.match(/ For role (viewer|operator|admin) \(/g)).toHaveLength(operations.length);
});

it('takes the role of a route before that of its controller', () => {
  const silences = document.paths['/api/v1/silences'];
  expect([silences?.get, silences?.post]).toMatchObject([{ 'x-needs': 'viewer' }, { 'x-needs': 'operator' }]);
});
