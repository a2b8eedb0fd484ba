import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SimulatedCluster, SimulatedTarget } from './cluster.ts';

const PAGE_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * A simulated cluster behind one address, for scrapers in other processes: `/targets` lists its exporters in the form of
 * `http_sd_configs`, each with a metrics path of its own; `/targets?job=vllm` those of one job. Every request moves the simulation on to the
 * time that `now` tells (Unix milliseconds).
 */
export class ClusterServer {
  readonly #server: Server;

  constructor(
    private readonly cluster: SimulatedCluster,
    private readonly now: () => number,
  ) {
    this.#server = createServer((request, response) => this.answer(request, response));
  }

  /** Resolves with the port when it listens; 0 takes any free one. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on no port');
    return address.port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  private answer({ method, url = '/', headers }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://cluster');
    if (method === 'GET' && pathname === '/targets') {
      const groups = this.groups(headers.host ?? '', searchParams.get('job'));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(groups));
      return;
    }
    const index = this.cluster.targets.findIndex((target, i) => pathname === pathOf(target, i));
    const page = method === 'GET' && index >= 0 ? this.page(index) : undefined;
    if (page === undefined) response.writeHead(404).end('only GET /targets and the metrics paths it lists\n');
    else response.writeHead(200, { 'content-type': PAGE_TYPE, 'content-length': page.length }).end(page);
  }

  /** All exporters share an address, so `instance` is what tells them apart. */
  private groups(address: string, job: string | null) {
    return this.cluster.targets.flatMap((target, index) => {
      const { pod, node } = target.labels;
      const labels = { ...target.labels, instance: pod ?? node ?? target.job, __metrics_path__: pathOf(target, index) };
      return job === null || job === target.job ? [{ targets: [address], labels: { ...labels, job: target.job } }] : [];
    });
  }

  private page(index: number): Buffer | undefined {
    this.cluster.advance(this.now());
    return this.cluster.page(index);
  }
}

function pathOf({ path }: SimulatedTarget, index: number): string {
  return `/${index}${path}`;
}
