import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a program is there, with what it says of itself. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** Prometheus and its tool, as Debian's package brings them. */
export const HAS_PROMETHEUS = isInstalled('prometheus') && isInstalled('promtool');

/** A test of a real Prometheus; without one it is skipped, and says so. */
export function describeWithPrometheus(name: string, tests: () => void): void {
  if (!HAS_PROMETHEUS)
    process.stdout.write(`skipped: ${name} (prometheus is not installed; on Debian: apt-get install prometheus)\n`);
  (HAS_PROMETHEUS ? describe : describe.skip)(name, tests);
}

/** A real Prometheus on loopback, with a directory of its own. */
export class Prometheus {
  private readonly directory = mkdtempSync(join(tmpdir(), 'gauger-prometheus-'));
  private process: ChildProcess | undefined;
  url = '';

  /** Samples that it has from the start: a file in OpenMetrics form with times. */
  backfill(openMetrics: string): void {
    const file = join(this.directory, 'backfill.om');
    writeFileSync(file, openMetrics);
    const { status, stderr } = spawnSync('promtool', [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      file,
      join(this.directory, 'data'),
    ]);
    if (status !== 0) throw new Error(`promtool: ${stderr}`);
  }

  async start(config = ''): Promise<void> {
    const file = join(this.directory, 'prometheus.yml');
    writeFileSync(file, config);
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.process = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(this.directory, 'data')}`,
        '--storage.tsdb.retention.time=10y',
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    await until(async () => (await fetch(`${this.url}/-/ready`)).ok);
  }

  /** The value of an instant query; undefined while it has none. */
  async value(query: string): Promise<number | undefined> {
    const response = await fetch(`${this.url}/api/v1/query?${new URLSearchParams({ query })}`);
    const { data }: { data: { result: { value: [number, string] }[] } } = JSON.parse(await response.text());
    const [first] = data.result;
    return first === undefined ? undefined : Number(first.value[1]);
  }

  async stop(): Promise<void> {
    if (this.process?.exitCode === null) {
      this.process.kill('SIGKILL');
      await once(this.process, 'exit');
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Asks until the answer is yes; what throws is a no. The test's own time limit is the bound. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}
