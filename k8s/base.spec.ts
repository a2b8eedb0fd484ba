import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { DETECTOR_SCHEMAS } from '../src/commands/configuration.ts';
import { parseConfig } from '../src/config/load-config.ts';

const BASE = 'k8s/base';
const rendered = spawnSync('kubectl', ['kustomize', BASE], { encoding: 'utf8' });
const absent = rendered.error !== undefined;
if (absent)
  process.stdout.write('k8s: kubectl is not on this machine, the base is not rendered and its checks are skipped\n');
const describeRendered = absent ? describe.skip : describe;

const object = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }).loose();
const deployment = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        securityContext: z.looseObject({}),
        containers: z.tuple([
          z.looseObject({
            image: z.string(),
            env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            startupProbe: probe,
            livenessProbe: probe,
            readinessProbe: probe,
            resources: z.object({ requests: z.looseObject({}), limits: z.looseObject({}) }),
            securityContext: z.looseObject({}),
            volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
          }),
        ]),
        volumes: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
});

describeRendered('kubectl kustomize k8s/base', () => {
  const objects = absent ? [] : parseAllDocuments(rendered.stdout).map((document) => object.parse(document.toJS()));
  const named = (kind: string, name = 'gauger') => {
    const found = objects.find((each) => each.kind === kind && each.metadata.name.startsWith(name));
    if (found === undefined) throw new Error(`no ${kind} ${name} in ${BASE}`);
    return found;
  };
  const pod = () => deployment.parse(named('Deployment')).spec.template;
  const container = () => pod().spec.containers[0];

  it('renders without complaint', () => {
    expect({ status: rendered.status, stderr: rendered.stderr }).toEqual({ status: 0, stderr: '' });
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'ConfigMap',
      'Deployment',
      'Namespace',
      'NetworkPolicy',
      'NetworkPolicy',
      'PersistentVolumeClaim',
      'Service',
      'ServiceAccount',
      'ServiceMonitor',
    ]);
  });

  it('puts everything that has a namespace into one', () => {
    const outside = objects.filter(
      ({ kind, metadata }) => !/^(Cluster|Namespace$)/.test(kind) && metadata.namespace !== 'gauger',
    );
    expect(outside).toEqual([]);
  });

  it('runs the image of this version', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(container().image).toBe(`gauger:${version}`);
  });

  it('meets the restricted pod security standard, on a read-only root', () => {
    expect(pod().spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container().securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const kinds = pod().spec.volumes.flatMap(({ name: _, ...source }) => Object.keys(source));
    expect(
      kinds.filter((kind) => !['configMap', 'secret', 'emptyDir', 'persistentVolumeClaim'].includes(kind)),
    ).toEqual([]);
    expect(named('Namespace').metadata['labels']).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });

  it('asks the routes that the application has', () => {
    const { startupProbe, livenessProbe, readinessProbe, ports } = container();
    expect(startupProbe.httpGet.path).toBe('/health/ready');
    expect(livenessProbe.httpGet.path).toBe('/health/live');
    expect(readinessProbe.httpGet.path).toBe('/health/ready');
    const controller = readFileSync('src/api/health.controller.ts', 'utf8');
    expect(controller).toMatch(/@Controller\('health'/);
    expect(controller).toMatch(/@Get\('live'\)[\s\S]*@Get\('ready'\)/);
    expect(ports).toEqual([{ name: 'http', containerPort: 8080 }]);
    expect(container().env).toContainEqual({ name: 'PORT', value: '8080' });
  });

  it('has a configuration that the loader accepts, with its data where a volume is mounted', () => {
    const map = z
      .looseObject({ data: z.object({ 'gauger.yaml': z.string() }) })
      .parse(named('ConfigMap', 'gauger-config'));
    const secrets = mkdtempSync(join(tmpdir(), 'gauger-k8s-'));
    try {
      writeFileSync(join(secrets, 'api-token'), 'a token');
      const yaml = map.data['gauger.yaml'].replaceAll('/run/secrets/gauger', secrets);
      const environment = { HOST: '0.0.0.0', PORT: '8080' };
      const loaded = parseConfig(yaml, 'gauger.yaml', { environment, detectors: DETECTOR_SCHEMAS });
      expect(loaded.warnings).toEqual([]);
      const mounts = container().volumeMounts.map(({ mountPath }) => mountPath);
      expect(mounts).toContain(loaded.config.storage.dataDirectory);
      expect(mounts).toEqual(expect.arrayContaining(['/etc/gauger', '/run/secrets/gauger', '/tmp']));
    } finally {
      rmSync(secrets, { recursive: true });
    }
  });

  it('may only read what discovery needs', () => {
    const role = z
      .looseObject({
        rules: z.array(
          z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
        ),
      })
      .parse(named('ClusterRole'));
    expect(role.rules.flatMap(({ resources }) => resources).sort()).toEqual([
      'endpointslices',
      'namespaces',
      'nodes',
      'nodes/metrics',
      'pods',
      'services',
    ]);
    expect(new Set(role.rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
  });

  it('lets Prometheus and the network reach the pod and nothing else', () => {
    const labels = pod().metadata.labels;
    const selector = z.looseObject({ spec: z.looseObject({ selector: z.unknown() }) });
    expect(selector.parse(named('Service')).spec.selector).toEqual(labels);
    expect(selector.parse(named('ServiceMonitor')).spec.selector).toEqual({ matchLabels: labels });
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies[0]?.['spec']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const peers = z
      .looseObject({
        spec: z.looseObject({ egress: z.array(z.looseObject({ to: z.array(z.looseObject({})).min(1) })) }),
      })
      .parse(policies[1]);
    expect(peers.spec.egress.length).toBeGreaterThan(5);
  });
});
