import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedCluster, SimulatedTarget } from './cluster.ts';

/** A simulated target that answers on the loopback interface. */
export interface RunningExporter {
  readonly target: SimulatedTarget;
  /** `127.0.0.1:<port>`. */
  readonly instance: string;
}

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves a simulated cluster's pages at their own paths, one server on an ephemeral port of 127.0.0.1 for each target, as real
 * exporters do; a Prometheus can scrape them. Every request moves the simulation on to the time that `now` tells.
 */
export class Exporters {
  readonly running: readonly RunningExporter[];
  readonly #servers: readonly Server[];

  private constructor(running: readonly RunningExporter[], servers: readonly Server[]) {
    this.running = running;
    this.#servers = servers;
  }

  /** `now` answers Unix milliseconds, the event time of the pages. */
  static async start(cluster: SimulatedCluster, now: () => number): Promise<Exporters> {
    const servers = cluster.targets.map(({ path }, index) =>
      createServer((request, response) => {
        if (request.method === 'GET' && request.url?.split('?')[0] === path)
          answer(response, pageNow(cluster, index, now));
        else response.writeHead(404).end(`only GET ${path} is served here\n`);
      }),
    );
    const running = await Promise.all(
      servers.map(async (server, index): Promise<RunningExporter> => {
        const target = cluster.targets[index];
        if (target === undefined) throw new Error('a server without a target');
        return { target, instance: `127.0.0.1:${await listen(server)}` };
      }),
    );
    return new Exporters(running, servers);
  }

  /** Stops at once, open connections included. */
  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(async (server) => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }),
    );
  }
}

function pageNow(cluster: SimulatedCluster, index: number, now: () => number): Buffer | undefined {
  cluster.advance(now());
  return cluster.page(index);
}

function answer(response: ServerResponse, body: Buffer | undefined): void {
  if (body === undefined) response.writeHead(503).end('restarting\n');
  else response.writeHead(200, { 'content-type': CONTENT_TYPE, 'content-length': body.length }).end(body);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}
