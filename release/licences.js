import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages by their place, as package-lock.json has them. */
export function readLock() {
  return JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
}

/** Whether an entry of the lock is installed with the service, and not for its development alone. */
export function isProduction([path, { dev, devOptional, link }]) {
  return path !== '' && !dev && !devOptional && !link;
}

/** What each production dependency that is installed here is licensed under, as its own package.json says. */
export function licences() {
  return Object.entries(readLock())
    .filter(isProduction)
    .map(([path]) => join(path, 'package.json'))
    .filter((manifest) => existsSync(manifest))
    .map((manifest) => JSON.parse(readFileSync(manifest, 'utf8')))
    .map(({ name, version, license, licenses }) => ({ name, version, licence: spelled(license ?? licenses) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Older packages write an object, or a list of them. */
function spelled(license) {
  if (Array.isArray(license)) return license.map(spelled).join(' OR ');
  return (typeof license === 'object' ? license?.type : license) ?? '';
}

// npm run licences
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, version, licence } of licences()) console.log(`${name}@${version}\t${licence}`);
}
