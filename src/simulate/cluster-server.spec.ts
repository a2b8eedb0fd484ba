import { SimulatedCluster } from './cluster.ts';
import { ClusterServer } from './cluster-server.ts';

const FROM_MS = Date.UTC(2026, 10, 18, 14);

let server: ClusterServer;
let url: string;

beforeAll(async () => {
  server = new ClusterServer(new SimulatedCluster({ seed: 7, startMs: FROM_MS }), () => FROM_MS + 60_000);
  url = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
});
afterAll(() => server.close());

interface Group {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

it('lists every exporter at its own address and path, and each answers its page', async () => {
  const groups = (await (await fetch(`${url}/targets`)).json()) as Group[];
  expect(new Set(groups.map(({ labels }) => `${labels['job']} ${labels['instance']}`)).size).toBe(groups.length);
  expect(new Set(groups.map(({ labels }) => labels['job']))).toEqual(
    new Set(['dcgm-exporter', 'vllm', 'litellm', 'traefik', 'cadvisor', 'kube-state-metrics']),
  );
  for (const { targets, labels } of groups) {
    const page = await fetch(`http://${targets[0]}${labels['__metrics_path__']}`);
    expect(page.headers.get('content-type')).toMatch('version=0.0.4');
    expect(await page.text()).toMatch(/^# TYPE /m);
  }
});

it('lists one job alone where it is asked to', async () => {
  const groups = (await (await fetch(`${url}/targets?job=litellm`)).json()) as Group[];
  expect(groups.map(({ labels }) => labels['job'])).toEqual(['litellm']);
});

it.each(['/', '/999/metrics', '/x/metrics', '/0/metrics/cadvisor'])('has nothing at %s', async (path) => {
  expect((await fetch(`${url}${path}`)).status).toBe(404);
});
