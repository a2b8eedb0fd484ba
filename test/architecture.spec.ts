import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Who may import whom: the pipeline is the layout, a stage imports earlier stages, never later ones. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'core/model': [],
  'core/exposition': ['core/model'],
  'core/written': ['core/model', 'core/exposition'],
  'core/relabel': ['core/model', 'core/exposition'],
  'core/signals': ['core/model', 'core/exposition'],
  'core/baselines': ['core/model'],
  'core/detectors': ['core/model'],
  'core/alerts': ['core/model'],
  'core/history': ['core/model'],
  'core/evidence': ['core/model', 'core/baselines', 'core/signals', 'core/alerts'],
  'core/page-summary': ['core/*'],
  'core/standing-signals': ['core/*'],
  'core/verdicts': ['core/*'],
  'core/learnt-state': ['core/*'],
  'core/engine': ['core/*'],
  config: ['core/*'],
  network: ['config', 'version'],
  chart: ['core/*'],
  scrape: ['core/*', 'config', 'network', 'clock', 'version'],
  store: ['core/*', 'config', 'clock'],
  notify: ['core/*', 'config', 'chart', 'network', 'store', 'clock', 'observe', 'version', 'api/ports'],
  observe: ['core/*', 'config', 'clock', 'version', 'api/ports'],
  pipeline: ['core/*', 'config', 'store', 'scrape', 'notify', 'observe', 'api/ports', 'clock'],
  api: ['core/*', 'config', 'chart', 'store', 'observe', 'clock', 'version', 'api/ports'],
  console: ['core/model', 'core/detectors', 'api'],
  simulate: ['core/*', 'config'],
  commands: ['*'],
  clock: [],
};

/** The npm packages each part of the core may use; everything else there is our own. */
const CORE_PACKAGES: Record<string, readonly string[]> = {
  'core/baselines': ['zod', 'simple-statistics'],
  'core/alerts': ['zod', 're2js'],
  'core/relabel': ['zod', 're2js'],
};

const SRC = resolve('src');

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.spec.ts') && !path.includes('generated'))
    .map((path) => join(folder, path));
}

/** `core/signals`, `scrape`, `core/engine`; the files at the root of `src` wire everything and have no part. */
function partOf(file: string): string | undefined {
  const [first = '', second] = relative(SRC, file)
    .replace(/\.tsx?$/, '')
    .split('/');
  if (first === 'core') return `core/${second}`;
  return second === undefined && first !== 'clock' ? undefined : first;
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^\s*(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

function allowed(part: string, target: string): boolean {
  return (MAY_IMPORT[part] ?? []).some((rule) =>
    rule === '*'
      ? true
      : rule.endsWith('/*')
        ? target.startsWith(rule.slice(0, -1))
        : `${target}/`.startsWith(`${rule}/`),
  );
}

/** The part an import leads to, or for a rule that names one file that file without its ending. */
function targetOf(file: string, specifier: string): string {
  const path = resolve(dirname(file), specifier);
  const name = relative(SRC, path).replace(/\.(tsx?|js)$/, '');
  return name === 'api/ports' ? name : (partOf(path) ?? name);
}

/** Nest modules wire: a `.module.ts` may name any other module. */
function isWiring(file: string, specifier: string): boolean {
  return file.endsWith('.module.ts') || specifier.endsWith('.module.ts');
}

const FILES = sources(SRC);
const PARTS = FILES.flatMap((file) => {
  const part = partOf(file);
  return part === undefined ? [] : [{ file, part, name: relative(SRC, file) }];
});

it('knows every folder of src', () => {
  const unknown = [...new Set(PARTS.map(({ part }) => part))].filter((part) => MAY_IMPORT[part] === undefined);
  expect(unknown).toEqual([]);
});

it('keeps the import table', () => {
  const broken = PARTS.flatMap(({ file, part, name }) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.') && !isWiring(file, specifier))
      .map((specifier) => targetOf(file, specifier))
      .filter((target) => target !== part && !allowed(part, target))
      .map((target) => `${name} imports ${target}`),
  );
  expect(broken).toEqual([]);
});

it('keeps the core free of packages, Node and the clock', () => {
  const broken = PARTS.filter(({ part }) => part.startsWith('core/')).flatMap(({ file, part, name }) => {
    const packages = importsOf(file)
      .filter((specifier) => !specifier.startsWith('.') && !(CORE_PACKAGES[part] ?? ['zod']).includes(specifier))
      .map((specifier) => `${name} imports ${specifier}`);
    const clock = /Date\.now|new Date\(\)|Math\.random|performance\.now|\bprocess\.[a-z]/.test(
      readFileSync(file, 'utf8'),
    );
    return clock ? [...packages, `${name} looks at the clock, at chance or at the process`] : packages;
  });
  expect(broken).toEqual([]);
});

it('lets only the store know Prisma', () => {
  const broken = PARTS.filter(
    ({ file, part }) => part !== 'store' && importsOf(file).some((specifier) => /prisma|^pg$/.test(specifier)),
  );
  expect(broken.map(({ name }) => name)).toEqual([]);
});

it('lets the console know the API by its types alone', () => {
  const broken = PARTS.filter(({ part }) => part === 'console').flatMap(({ file, name }) =>
    [...readFileSync(file, 'utf8').matchAll(/^import (?!type\b)[^;]*?from '(\.[^']+)'/gm)]
      .map((match) => targetOf(file, match[1] ?? ''))
      .filter((target) => target === 'api' || target.startsWith('api/'))
      .map((target) => `${name} imports ${target}`),
  );
  expect(broken).toEqual([]);
});

it('keeps every file under 300 lines', () => {
  const long = [...FILES, ...sources(resolve('test')), ...sources(resolve('bench'))].filter(
    (file) => readFileSync(file, 'utf8').split('\n').length > 301,
  );
  expect(long.map((file) => relative('.', file))).toEqual([]);
});

it('has no barrel and no default export', () => {
  const broken = FILES.filter(
    (file) => file.endsWith('/index.ts') || /^export default/m.test(readFileSync(file, 'utf8')),
  );
  expect(broken.map((file) => relative('.', file))).toEqual([]);
});
