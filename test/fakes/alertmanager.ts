import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isInstalled, until } from './prometheus.ts';

/** Alertmanager and its tool, as Debian's package brings them. */
export const HAS_ALERTMANAGER = isInstalled('prometheus-alertmanager') && isInstalled('amtool');

/** A test of a real Alertmanager; without one it is skipped, and says so. */
export function describeWithAlertmanager(name: string, tests: () => void): void {
  if (!HAS_ALERTMANAGER) {
    const remedy = 'on Debian: apt-get install prometheus-alertmanager';
    process.stdout.write(`skipped: ${name} (prometheus-alertmanager is not installed; ${remedy})\n`);
  }
  (HAS_ALERTMANAGER ? describe : describe.skip)(name, tests);
}

/** An alert as Alertmanager shows it. */
export interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A real Alertmanager on loopback, alone, with a directory of its own. */
export class Alertmanager {
  private readonly directory = mkdtempSync(join(tmpdir(), 'gauger-alertmanager-'));
  private process: ChildProcess | undefined;
  url = '';

  async start(): Promise<void> {
    const file = join(this.directory, 'alertmanager.yml');
    writeFileSync(file, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.process = spawn(
      'prometheus-alertmanager',
      [
        `--config.file=${file}`,
        `--storage.path=${join(this.directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    await until(async () => (await fetch(`${this.url}/-/ready`)).ok);
  }

  /** What `amtool alert query` shows; alerts that are over are shown no more. */
  alerts(...matchers: readonly string[]): ShownAlert[] {
    const { stdout } = spawnSync(
      'amtool',
      ['alert', 'query', '--output=json', `--alertmanager.url=${this.url}`, ...matchers],
      { encoding: 'utf8' },
    );
    return JSON.parse(stdout);
  }

  async stop(): Promise<void> {
    if (this.process?.exitCode === null) {
      this.process.kill('SIGKILL');
      await once(this.process, 'exit');
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}
