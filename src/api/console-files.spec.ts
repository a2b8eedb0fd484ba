import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveConsole } from './console-files.ts';
import { httpAdapter } from './http.ts';
import { addSecurityHeaders } from './security-headers.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-console-'));
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-Bx1.js'), 'run()');
  writeFileSync(join(folder, 'secret'), 'none of theirs');
  app = await NestFactory.create<NestFastifyApplication>(class {}, httpAdapter(), { logger: false });
  const server = app.getHttpAdapter().getInstance();
  addSecurityHeaders(server);
  serveConsole(server, pathToFileURL(`${folder}/`));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

it('serves the page: never kept, with a policy that lets nothing in from outside', async () => {
  const answer = await fetch(`${url}/`);
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|http|\*/);
});

it('lets browsers keep an asset, whose name changes with it, and zips it', async () => {
  const answer = await fetch(`${url}/assets/index-Bx1.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual(['gzip', 'run()']);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  const plain = await fetch(`${url}/assets/index-Bx1.js`, { headers: { 'accept-encoding': 'identity' } });
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'run()']);
});

it.each(['/secret', '/assets/', '/assets/../secret', '/assets/%2e%2e/secret', '/assets/..%2fsecret'])(
  'has nothing at %s',
  async (path) => expect(await statusOf(`${url}/`, path)).toBe(404),
);

it('does without a console that was not built', async () => {
  const bare = await NestFactory.create<NestFastifyApplication>(class {}, httpAdapter(), { logger: false });
  serveConsole(bare.getHttpAdapter().getInstance(), pathToFileURL(`${folder}/nowhere/`));
  await bare.listen(0, '127.0.0.1');
  expect(await statusOf(await bare.getUrl(), '/')).toBe(404);
  await bare.close();
});

/** A path as it is: `fetch` would tidy it. */
function statusOf(base: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(base, { path }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
}
