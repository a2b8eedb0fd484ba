import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { licences } from '../release/licences.js';
import { billOfMaterials } from '../release/sbom.js';

/** Licences that ask for no more than that their text stays with the code. */
const ALLOWED = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|Python-2\.0)$/;

/** Read by a person: why these are no trouble either. */
const READ: Readonly<Record<string, string>> = {
  // Weak copyleft: changed files of its own would have to be published. It is used as it comes.
  '@resvg/resvg-wasm': 'MPL-2.0',
  // The Bitstream Vera licence and public domain: free to embed and to pass on, not to sell by itself.
  'dejavu-fonts-ttf': 'SEE LICENSE IN README.md AND LICENSE',
};

const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

it('holds production dependencies under licences on the list alone', () => {
  const all = licences();
  expect(all.length).toBeGreaterThan(Object.keys(dependencies).length);
  expect(all.filter(({ name, licence }) => !ALLOWED.test(licence) && READ[name] !== licence)).toEqual([]);
});

it('lists every production dependency in its bill of materials, with its hash, and none for development', () => {
  const { components, dependencies: graph } = billOfMaterials();
  const names = components.map(({ name }) => name);
  expect(Object.keys(dependencies).filter((name) => !names.includes(name))).toEqual([]);
  expect(names).not.toContain('jest');
  expect(components.filter(({ hashes }) => hashes?.[0]?.content.length !== 128).map(({ name }) => name)).toEqual([]);
  // The service needs what package.json says, and each package something that is in the bill.
  expect(graph[0]?.dependsOn).toHaveLength(Object.keys(dependencies).length);
  const refs = components.map((one) => one['bom-ref']);
  expect(graph.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.includes(ref))).toEqual([]);
});
