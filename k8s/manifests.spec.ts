import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { charted, chartValues, kustomized, type Manifest } from './manifests.ts';
import { KUBERNETES_VERSIONS, validate } from './schemas.ts';

const RENDERED = {
  'k8s/base': kustomized('k8s/base'),
  'k8s/overlays/demo': kustomized('k8s/overlays/demo'),
  'k8s/overlays/production': kustomized('k8s/overlays/production'),
};
const CHARTED = {
  'values.yaml': await charted(chartValues()),
  'values-production.yaml': await charted(chartValues('values-production.yaml')),
};
const rendering = RENDERED['k8s/base'] === undefined ? it.skip : it;

/** What Helm says of itself, and what only an own namespace has. */
function comparable(manifests: readonly Manifest[]): Map<string, unknown> {
  const entries = manifests
    .filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.name !== 'deny-by-default')
    .map(
      (manifest) =>
        [`${manifest.kind} ${manifest.metadata.name.replace(/-config-.*/, '-config')}`, plain(manifest)] as const,
    );
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function plain(manifest: Manifest): unknown {
  const { namespace: _, labels: __, ...metadata } = manifest.metadata;
  const text = JSON.stringify({ ...manifest, metadata }, (_key, value) =>
    Array.isArray(value) ? byName(value) : withoutHelm(value),
  );
  return JSON.parse(text.replace(/gauger-config-[a-z0-9]+/g, 'gauger-config'));
}

/** The API server merges such lists by name: their order says nothing. */
function byName(list: readonly unknown[]): readonly unknown[] {
  return [...list].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

function nameOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'name' in item ? String(item.name) : '';
}

function withoutHelm(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('app.kubernetes.io/instance' in value)) return value;
  const { 'app.kubernetes.io/instance': _, ...rest } = value;
  return rest;
}

it.each(Object.entries(CHARTED))(
  'the chart with %s has objects that every version of Kubernetes takes',
  async (_name, manifests) => {
    expect(manifests.length).toBeGreaterThan(7);
    for (const version of KUBERNETES_VERSIONS) for (const manifest of manifests) await validate(manifest, version);
  },
);

rendering.each(Object.entries(RENDERED))(
  '%s has objects that every version of Kubernetes takes',
  async (_name, manifests) => {
    expect(manifests?.length).toBeGreaterThan(7);
    for (const version of KUBERNETES_VERSIONS)
      for (const manifest of manifests ?? []) await validate(manifest, version);
  },
);

it('a field of the wrong type is found out', async () => {
  const [deployment] = CHARTED['values.yaml'].filter(({ kind }) => kind === 'Deployment');
  const broken = { ...deployment!, spec: { ...(deployment!['spec'] as object), replicas: 'two' } };
  for (const version of KUBERNETES_VERSIONS) await expect(validate(broken, version)).rejects.toThrow(/replicas/);
});

rendering('the chart is the base, and with the production values the production overlay', () => {
  expect(comparable(CHARTED['values.yaml'])).toEqual(comparable(RENDERED['k8s/base'] ?? []));
  expect(comparable(CHARTED['values-production.yaml'])).toEqual(comparable(RENDERED['k8s/overlays/production'] ?? []));
});

it('the chart’s schema takes its own values, and refuses two replicas without a database and unknown keys', () => {
  const check = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('k8s/chart/values.schema.json', 'utf8')));
  const values = chartValues();
  expect([check(values), check(chartValues('values-production.yaml'))]).toEqual([true, true]);
  expect([check({ ...values, replicas: 2 }), check({ ...values, replica: 1 })]).toEqual([false, false]);
});

it('is the chart of this version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const chart = readFileSync('k8s/chart/Chart.yaml', 'utf8');
  expect([...chart.matchAll(/^(?:version|appVersion): (.*)$/gm)].map(([, given]) => given)).toEqual([version, version]);
});
