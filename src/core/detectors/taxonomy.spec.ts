import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distinctTechniques, TECHNIQUES } from './taxonomy.ts';

const folder = join(process.env['GAUGER_CORPUS'] ?? '../shared', 'taxonomy');
const present = existsSync(join(folder, 'atlas.json'));
if (!present) console.log(`skipped: no ATLAS and OWASP lists in ${folder}; set GAUGER_CORPUS`);

(present ? test : test.skip)('every id and name is in the ATLAS or the OWASP list', () => {
  const atlas: { techniques: Record<string, string> } = JSON.parse(readFileSync(join(folder, 'atlas.json'), 'utf8'));
  const owasp: { items: Record<string, string> } = JSON.parse(
    readFileSync(join(folder, 'owasp-llm-2025.json'), 'utf8'),
  );
  const names = Object.values(TECHNIQUES).map(({ id }) => [
    id,
    id.startsWith('AML.') ? atlas.techniques[id] : owasp.items[id.replace(':2025', '')],
  ]);
  expect(names).toEqual(Object.values(TECHNIQUES).map(({ id, name }) => [id, name]));
});

test('ids are distinct', () => {
  const all = Object.values(TECHNIQUES);
  expect(distinctTechniques([...all, ...all])).toEqual(all);
});
