import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** The built service in a process of its own. */
export class BuiltService {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts it with a configuration file, and with these variables instead of the tests' own; resolves when it listens. */
  static async start(config: string, variables: Readonly<Record<string, string | undefined>>): Promise<BuiltService> {
    const child = spawn(process.execPath, ['dist/cli.js', 'serve', '--config', config], {
      env: { PATH: process.env['PATH'], PORT: '0', ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
    });
    const url = await eventually(
      () => /listens on (http\S+)/.exec(said)?.[1],
      () => said,
    );
    return new BuiltService(child, url);
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`);
    return (await response.json()) as T;
  }

  /** Resolves with its exit status when it has ended; null after a signal that it could not answer. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill(signal);
    const [code] = await once(this.child, 'exit');
    return code;
  }
}

/** A list as the API answers it. */
export interface List<T> {
  readonly items: readonly T[];
}

/** Asks until there is an answer; the bound is far beyond what a slow machine needs. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>, tell = () => ''): Promise<T> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(100);
  }
  throw new Error(`it did not happen. ${tell()}`);
}
