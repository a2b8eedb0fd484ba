import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readPipe } from './read-pipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-test-'));
const pipe = join(folder, 'pipe');
const file = join(folder, 'file');
/** Far more than a pipe holds, and than waits for whoever reads. */
const BYTES = Buffer.alloc(12_000_000, Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 31) & 0xff)));

beforeAll(() => {
  execFileSync('mkfifo', [pipe]);
  writeFileSync(file, BYTES);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The reading end of a pipe that another process fills. */
function filled(): number {
  spawn('sh', ['-c', `cat '${file}' > '${pipe}'`], { stdio: 'ignore' });
  return openSync(pipe, 'r');
}

it('gives every byte in order, however slowly they are taken', async () => {
  const pieces: Uint8Array[] = [];
  for await (const piece of readPipe(filled())) {
    pieces.push(piece);
    // Meanwhile all of it would come in, if nothing held it up.
    await pause(50);
  }
  expect(Buffer.concat(pieces).equals(BYTES)).toBe(true);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(6_000_000);
});

it('lets go of the pipe when no more is wanted', async () => {
  const reader = readPipe(filled());
  const { value } = await reader.next();
  expect(value?.length).toBeGreaterThan(0);
  await reader.return(undefined);
  expect(await reader.next()).toEqual({ done: true, value: undefined });
});
