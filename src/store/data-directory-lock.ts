import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const FILE = 'gauger.lock';
const HEARTBEAT_MS = 10_000;
/** A holder on another host that did not touch its lock for so long is gone. */
const ABANDONED_MS = 3 * HEARTBEAT_MS;

const Holder = z.object({ pid: z.number().int(), started: z.string(), host: z.string() });
type Holder = z.infer<typeof Holder>;

/** Locks held by this very process: its own pid in a file says nothing about a container's earlier life with the same pid. */
const held = new Set<string>();

/**
 * One process at a time in a data directory. The lock is a file naming its holder; it is taken over when that process is no more
 * (killed, or before a restart of the machine), and refreshed all the while so that another host sharing the directory can tell.
 *
 * @throws Error naming the directory and the holder while another process has it
 */
export class DataDirectoryLock {
  private readonly path: string;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(directory: string) {
    this.path = join(directory, FILE);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    take(this.path, directory);
    held.add(this.path);
    this.heartbeat = setInterval(() => touch(this.path), HEARTBEAT_MS).unref();
  }

  release(): void {
    clearInterval(this.heartbeat);
    held.delete(this.path);
    rmSync(this.path, { force: true });
  }
}

function take(path: string, directory: string): void {
  const self: Holder = { pid: process.pid, started: startOf(process.pid) ?? '', host: hostname() };
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = holderOf(path);
    if (holder !== undefined && isAlive(holder, path)) throw inUse(directory, holder);
    rmSync(path, { force: true });
  }
  throw inUse(directory, undefined);
}

function inUse(directory: string, holder: Holder | undefined): Error {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new Error(
    `the data directory ${directory} is in use by ${who}; stop it, or give this one another storage.data_directory or a DATABASE_URL`,
  );
}

function holderOf(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Torn by a crash while it was written, or gone meanwhile: nobody's.
    return undefined;
  }
}

function isAlive(holder: Holder, path: string): boolean {
  if (holder.host !== hostname()) return Date.now() - modifiedMs(path) < ABANDONED_MS;
  if (holder.pid === process.pid) return held.has(path);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if (!hasCode(error, 'EPERM')) return false;
  }
  return holder.started === '' || holder.started === (startOf(holder.pid) ?? holder.started);
}

/** When a process was started, in the kernel's own ticks, so that a reused pid is not taken for its predecessor; Linux only. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The directory went away under us; the database will say so.
  }
}
