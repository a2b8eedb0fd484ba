import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeKubernetesApi, type Manifest } from '../../../test/fakes/kubernetes-api.ts';
import { ManualClock } from '../../../test/fakes/manual-clock.ts';
import { FAKE_CERTIFICATE, FAKE_KEY } from '../../../test/fakes/tls.ts';
import { parseConfig } from '../../config/load-config.ts';
import type { Labels } from '../../core/model/labels.ts';
import { KubernetesDiscovery } from './kubernetes-discovery.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-kubernetes-'));
let api: FakeKubernetesApi;
let clock: ManualClock;
let running: KubernetesDiscovery | undefined;
beforeEach(async () => {
  api = await FakeKubernetesApi.start();
  clock = new ManualClock();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await api.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a discovery last said. */
class Heard {
  targets: readonly Labels[] | undefined;
  reason: string | undefined;

  get addresses(): string {
    return (this.targets ?? []).map((target) => target['__address__']).join(' ');
  }

  found(targets: readonly Labels[]): void {
    this.targets = targets;
    this.reason = undefined;
  }

  failed(reason: string): void {
    this.reason = reason;
  }
}

function start(more = '', role = 'pod', server = `api_server: '${api.url}',`, root = folder): Heard {
  const yaml = `scrape_configs: [{ job_name: j, kubernetes_sd_configs: [{ role: ${role}, ${server} ${more} }] }]`;
  const { config } = parseConfig(yaml, join(folder, 'gauger.yaml'), { environment: {} });
  const heard = new Heard();
  running = new KubernetesDiscovery(config.scrapeConfigs[0]!.kubernetesSdConfigs[0]!, {
    clock,
    linkLocal: false,
    root,
  });
  running.start(heard);
  return heard;
}

/** Lets real input and output and the clock go on until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await clock.pass(1_000);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const pod = (name: string, podIP: string, namespace = 'a'): Manifest => ({
  metadata: { name, namespace },
  spec: { containers: [{ name: 'main', ports: [{ containerPort: 80, protocol: 'TCP' }] }] },
  status: { podIP },
});

describe('KubernetesDiscovery', () => {
  it('lists in pages, then follows what is added, changed and deleted', async () => {
    for (let index = 0; index < 1001; index++) api.put('pods', pod(`p${index}`, '10.0.0.1'));
    const heard = start();
    await until(() => heard.targets?.length === 1001);
    expect(api.requests.slice(0, 3)).toEqual([
      '/api/v1/pods?limit=500',
      '/api/v1/pods?limit=500&continue=500',
      '/api/v1/pods?limit=500&continue=1000',
    ]);
    await until(() => api.watching === 1);
    api.put('pods', pod('new', '10.0.0.2'));
    await until(() => heard.targets?.length === 1002);
    api.put('pods', pod('new', '10.0.0.3'));
    await until(() => heard.addresses.endsWith(' 10.0.0.3:80'));
    api.delete('pods', pod('new', '10.0.0.3'));
    await until(() => heard.targets?.length === 1001);
  });

  it('goes on from where it was when a watch breaks off', async () => {
    api.put('pods', pod('p', '10.0.0.1'));
    const heard = start();
    await until(() => api.watching === 1);
    api.put('pods', pod('q', '10.0.0.2'));
    await until(() => heard.addresses === '10.0.0.1:80 10.0.0.2:80');
    api.disconnect();
    api.delete('pods', pod('p', '10.0.0.1'));
    await until(() => heard.addresses === '10.0.0.2:80');
    const [, ...watches] = api.requests;
    expect(watches).toEqual([
      '/api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=2',
      '/api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=3',
    ]);
  });

  it.each<[string, (of: FakeKubernetesApi) => void]>([
    ['when the next watch begins', (of) => of.disconnect()],
    ['inside a watch', (of) => of.expire()],
  ])('lists anew after 410 Gone %s, and lets go of what is no longer there', async (_, end) => {
    api.put('pods', pod('p', '10.0.0.1'));
    api.put('pods', pod('q', '10.0.0.2'));
    const heard = start();
    await until(() => api.watching === 1);
    await until(() => heard.targets?.length === 2);
    end(api);
    api.delete('pods', pod('p', '10.0.0.1'));
    api.put('pods', pod('r', '10.0.0.3'));
    api.compact();
    await until(() => heard.addresses === '10.0.0.2:80 10.0.0.3:80');
    expect(api.requests.filter((asked) => asked === '/api/v1/pods?limit=500')).toHaveLength(2);
    expect(heard.reason).toBeUndefined();
  });

  it('goes on from a bookmark, though nothing it follows has changed', async () => {
    start();
    await until(() => api.watching === 1);
    api.bookmark();
    api.compact();
    api.timeOut();
    await until(() => api.watching === 1);
    expect(api.requests.filter((asked) => !asked.includes('watch='))).toHaveLength(1);
    expect(api.requests.at(-1)).toContain('resourceVersion=101');
  });

  it('tells when the server is away, keeps what it said, and is well when it is back', async () => {
    api.put('pods', pod('p', '10.0.0.1'));
    const heard = start();
    await until(() => api.watching === 1);
    await until(() => heard.targets !== undefined);
    api.status = 503;
    api.disconnect();
    await until(() => heard.reason !== undefined);
    expect(heard.reason).toBe('Kubernetes role pod: pods: the API server answered with HTTP status 503');
    expect(heard.addresses).toBe('10.0.0.1:80');
    api.status = undefined;
    await until(() => heard.reason === undefined);
    expect(heard.addresses).toBe('10.0.0.1:80');
  });

  it('does not wait for ever for a server that does not answer', async () => {
    api.hangs = true;
    const heard = start();
    await until(() => api.requests.length === 1);
    await clock.pass(60_000);
    await until(() => heard.reason !== undefined);
    expect(heard.reason).toContain('pods: the API server did not answer in time');
    api.hangs = false;
    await until(() => heard.targets !== undefined);
  });

  it('says which right is missing', async () => {
    api.status = 403;
    const heard = start();
    await until(() => heard.reason !== undefined);
    expect(heard.reason).toContain('HTTP status 403: the service account may not list and watch them');
  });

  it('stays within namespaces and selectors', async () => {
    api.put('pods', pod('p', '10.0.0.1', 'a'));
    api.put('pods', pod('q', '10.0.0.2', 'b'));
    api.put('pods', pod('r', '10.0.0.3', 'c'));
    const heard = start(
      "namespaces: { names: [a, c] }, selectors: [{ role: pod, label: 'app=vllm', field: 'spec.nodeName=n1' }]",
    );
    await until(() => heard.addresses === '10.0.0.1:80 10.0.0.3:80');
    expect(api.requests).toContain(
      '/api/v1/namespaces/a/pods?labelSelector=app%3Dvllm&fieldSelector=spec.nodeName%3Dn1&limit=500',
    );
  });

  it('reads the bearer token again when its file changes', async () => {
    api.token = 'second';
    writeFileSync(join(folder, 'token'), 'first\n');
    const heard = start('authorization: { credentials_file: token }');
    await until(() => heard.reason !== undefined);
    expect(heard.reason).toContain('HTTP status 401: the credentials are not accepted');
    writeFileSync(join(folder, 'token'), 'the-second\n');
    api.token = 'the-second';
    await until(() => heard.targets !== undefined);
  });

  it('attaches what is known of node and namespace', async () => {
    api.put('nodes', { metadata: { name: 'n1', labels: { 'nvidia.com/gpu.product': 'H100' } } });
    api.put('namespaces', { metadata: { name: 'a', labels: { team: 'red' } } });
    api.put('pods', { ...pod('p', '10.0.0.1'), spec: { nodeName: 'n1', containers: [{ name: 'c' }] } });
    const heard = start('attach_metadata: { node: true, namespace: true }');
    await until(() => heard.targets?.length === 1);
    expect(heard.targets?.[0]).toMatchObject({
      __meta_kubernetes_node_name: 'n1',
      __meta_kubernetes_node_label_nvidia_com_gpu_product: 'H100',
      __meta_kubernetes_namespace_label_team: 'red',
    });
  });

  it('joins slices with their services and pods, which may come later', async () => {
    const metadata = { name: 's-x', namespace: 'a', labels: { 'kubernetes.io/service-name': 's' } };
    const targetRef = { kind: 'Pod', namespace: 'a', name: 'p' };
    api.put('endpointslices', {
      metadata,
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.0.0.1'], targetRef }],
      ports: [{ port: 80 }],
    });
    const heard = start('', 'endpointslice');
    await until(() => heard.addresses === '10.0.0.1:80');
    expect(heard.targets?.[0]).not.toHaveProperty('__meta_kubernetes_pod_name');
    await until(() => api.watching === 3);
    api.put('pods', pod('p', '10.0.0.1'));
    api.put('services', { metadata: { name: 's', namespace: 'a' }, spec: {} });
    await until(() => heard.targets?.[0]?.['__meta_kubernetes_service_name'] === 's');
    await until(() => heard.targets?.[0]?.['__meta_kubernetes_pod_name'] === 'p');
  });
});

describe('KubernetesDiscovery finds its way', () => {
  let secure: FakeKubernetesApi;
  const account = join(folder, 'pod/var/run/secrets/kubernetes.io/serviceaccount');
  beforeAll(async () => {
    secure = await FakeKubernetesApi.start({ cert: FAKE_CERTIFICATE, key: FAKE_KEY });
    secure.token = 'pod-token';
    secure.put('pods', pod('p', '10.0.0.1', 'own'));
    secure.put('pods', pod('q', '10.0.0.2', 'other'));
    mkdirSync(account, { recursive: true });
    writeFileSync(join(account, 'ca.crt'), FAKE_CERTIFICATE);
    writeFileSync(join(account, 'token'), 'pod-token');
    writeFileSync(join(account, 'namespace'), 'own');
  });
  afterAll(() => secure.close());
  afterEach(() => {
    delete process.env['KUBERNETES_SERVICE_HOST'];
    delete process.env['KUBERNETES_SERVICE_PORT'];
  });

  it('in a pod: with its service account, in its namespace', async () => {
    process.env['KUBERNETES_SERVICE_HOST'] = '127.0.0.1';
    process.env['KUBERNETES_SERVICE_PORT'] = String(secure.port);
    const heard = start('namespaces: { own_namespace: true }', 'pod', '', join(folder, 'pod'));
    await until(() => heard.addresses === '10.0.0.1:80');
  });

  it('by a kubeconfig file', async () => {
    const cluster = {
      server: secure.url,
      'certificate-authority-data': Buffer.from(FAKE_CERTIFICATE).toString('base64'),
    };
    const kubeconfig = {
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token: 'pod-token' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'other' } }],
      'current-context': 'x',
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
    const heard = start('namespaces: { own_namespace: true }', 'pod', 'kubeconfig_file: kubeconfig,');
    await until(() => heard.addresses === '10.0.0.2:80');
  });

  it.each([
    ['', 'this is no pod of a cluster; set api_server or kubeconfig_file'],
    ['kubeconfig_file: missing,', 'ENOENT'],
  ])('or tells that there is none', async (server, reason) => {
    const heard = start('', 'pod', server);
    await until(() => heard.reason !== undefined);
    expect(heard.reason).toContain(reason);
  });
});
