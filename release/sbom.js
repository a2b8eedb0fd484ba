import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isProduction, licences, readLock } from './licences.js';

/**
 * The production dependencies as a CycloneDX bill of materials, of package-lock.json alone: the same release has the same bill.
 * `npm sbom --omit=dev` leaves out what a tool for development uses too.
 */
export function billOfMaterials() {
  const packages = readLock();
  const held = Object.entries(packages).filter(isProduction);
  const known = new Map(licences().map(({ name, version, licence }) => [`${name}@${version}`, licence]));
  const refs = new Map(held.map(([path, { version }]) => [path, `${nameOf(path)}@${version}`]));
  const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const root = `${name}@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': root, name, version, licenses: [{ expression: license }] },
    },
    components: held.map(([path, { integrity }]) =>
      component(refs.get(path), { integrity, licence: known.get(refs.get(path)) }),
    ),
    dependencies: [
      { ref: root, dependsOn: neededBy('', packages['']).map((path) => refs.get(path)) },
      ...held.map(([path, entry]) => ({
        ref: refs.get(path),
        dependsOn: neededBy(path, entry).map((one) => refs.get(one)),
      })),
    ].map(({ ref, dependsOn }) => ({ ref, dependsOn: [...new Set(dependsOn)].sort() })),
  };

  /** Where npm put what a package asks for: the nearest node_modules that has it. */
  function neededBy(path, { dependencies = {}, optionalDependencies = {}, peerDependencies = {} }) {
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    return names.flatMap((wanted) => {
      for (let base = path; ; base = base.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
        const place = posix.join(base, 'node_modules', wanted);
        if (refs.has(place)) return [place];
        if (base === '') return [];
      }
    });
  }
}

function component(ref, { integrity, licence }) {
  const at = ref.lastIndexOf('@');
  const [name, version] = [ref.slice(0, at), ref.slice(at + 1)];
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(licence && { licenses: [{ license: { name: licence } }] }),
    ...(integrity && { hashes: [hashOf(integrity)] }),
  };
}

/** `sha512-<base64>` as CycloneDX writes it. */
function hashOf(integrity) {
  const [algorithm, content] = integrity.split(/-(.*)/s);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(content, 'base64').toString('hex'),
  };
}

function nameOf(path) {
  return path.replace(/.*node_modules\//, '');
}

// npm run sbom
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(billOfMaterials(), null, 2));
