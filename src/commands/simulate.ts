import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import { SimulatedCluster } from '../simulate/cluster.ts';
import { ClusterServer } from '../simulate/cluster-server.ts';
import { stagedAttacks } from '../simulate/staged-attacks.ts';
import { stopSignal } from './stop-signal.ts';

/** Options of `gauger simulate`. */
export interface SimulateOptions {
  readonly host: string;
  readonly port: number;
  /** Milliseconds until the attacks of the demo begin; a signal raises no alert before it was seen for its warm-up. */
  readonly attackAfter: number;
}

const SEED = 7;

/** The demo's cluster for other processes to scrape, on the wall clock, until it is asked to end. */
export async function simulate(options: SimulateOptions, clock: Clock = SYSTEM_CLOCK): Promise<number> {
  const stop = stopSignal();
  const startMs = clock.now();
  const attacks = stagedAttacks(startMs + options.attackAfter).map(({ attack }) => attack);
  const server = new ClusterServer(new SimulatedCluster({ seed: SEED, startMs, attacks }), () => clock.now());
  const port = await server.listen(options.host, options.port);
  process.stderr.write(`the simulated cluster's targets are listed at http://${options.host}:${port}/targets\n`);
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  await server.close();
  return 0;
}
