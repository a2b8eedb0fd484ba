import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectoryLock } from './data-directory-lock.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  path = join(directory, 'gauger.lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What another process would have left there. */
function leave(holder: object | string): void {
  writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify(holder));
}

const here = { host: hostname(), started: '' };
/** Beyond what Linux gives out (2^22 at most). */
const NO_PROCESS = 2 ** 22 + 1;

function taken(): boolean {
  const lock = new DataDirectoryLock(directory);
  lock.release();
  return !existsSync(path);
}

it('makes the directory for its user alone, and can be taken again once released', () => {
  const fresh = join(directory, 'data');
  for (let i = 0; i < 2; i++) new DataDirectoryLock(fresh).release();
  expect(statSync(fresh).mode & 0o777).toBe(0o700);
});

it('is taken over from a process that is no more, and from a torn file', () => {
  leave({ ...here, pid: NO_PROCESS });
  expect(taken()).toBe(true);
  leave('{"pid":');
  expect(taken()).toBe(true);
});

it('is not taken from a living process, but from one whose pid was given out again', () => {
  leave({ ...here, pid: process.ppid });
  expect(taken).toThrow(`in use by process ${process.ppid} on ${hostname()}; stop it, or`);
  leave({ ...here, pid: process.ppid, started: '1' });
  expect(taken()).toBe(process.platform === 'linux');
});

it('is taken over from an earlier life with the same pid, as in a container, but not twice in one life', () => {
  leave({ ...here, pid: process.pid });
  const lock = new DataDirectoryLock(directory);
  expect(taken).toThrow('in use by process');
  lock.release();
  expect(taken()).toBe(true);
});

it('is taken from another host only when that has not touched it for long', () => {
  leave({ pid: 1, started: '', host: 'another' });
  expect(taken).toThrow('in use by process 1 on another');
  utimesSync(path, 0, 0);
  expect(taken()).toBe(true);
});
