import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Manifest } from './manifests.ts';

/** The Kubernetes versions against whose published schemas every object is checked: the oldest supported, one between, the newest. */
export const KUBERNETES_VERSIONS = ['1.27', '1.30', '1.34'] as const;

const CUSTOM_RESOURCES: Readonly<Record<string, string>> = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
  'traefik.io': '@kubernetes-models/traefik',
};

/** Versions that a package knows only under a former name, with the same fields. */
const FORMER: Readonly<Record<string, string>> = { 'external-secrets.io/v1': 'external-secrets.io/v1beta1' };

interface Model {
  validate(): void;
}
type ModelClass = new (data: Manifest) => Model;

const require = createRequire(import.meta.url);

/** Throws what the schema of its kind has against an object; throws too when the version does not know the kind. */
export async function validate(manifest: Manifest, version: (typeof KUBERNETES_VERSIONS)[number]): Promise<void> {
  const { kind } = manifest;
  const apiVersion = FORMER[manifest.apiVersion] ?? manifest.apiVersion;
  const [group = ''] = apiVersion.split('/');
  const source = CUSTOM_RESOURCES[group] ?? `kubernetes-${version}`;
  const folder = dirname(require.resolve(`${source}/package.json`));
  const module = (await import(pathToFileURL(join(folder, apiVersion, `${kind}.${extension(folder)}`)).href)) as Record<
    string,
    ModelClass | undefined
  >;
  const Kind = module[kind];
  if (Kind === undefined) throw new Error(`${source} knows no ${apiVersion} ${kind}`);
  new Kind({ ...manifest, apiVersion }).validate();
}

/** Older releases of these packages are CommonJS with a second, ESM file beside it. */
function extension(folder: string): 'js' | 'mjs' {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type === 'module' ? 'js' : 'mjs';
}
