import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpServer } from './http-types.ts';

/** Where `npm run build` puts the console, seen from `src/api` as from `dist/api`. */
const FOLDER = new URL('../../dist/console/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page runs and shows its own files alone, talks to this API alone, and nobody frames it. No text becomes markup or code. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The name of an asset is a hash of its content: under this name it never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

interface ConsoleFile {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/**
 * Serves the console at `/`. It is open: it holds no data, and brings the token with each request for some. Its few files are read once,
 * so that no path of a request is ever a path on the disk. Where it was not built there is no page at `/`.
 */
export function serveConsole(server: HttpServer, folder: URL = FOLDER): void {
  for (const { path, headers, plain, gzipped } of consoleFiles(folder)) {
    server.get(path, async (request, reply) => {
      const zip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      reply.headers({ ...headers, vary: 'accept-encoding', ...(zip ? { 'content-encoding': 'gzip' } : {}) });
      return reply.send(zip ? gzipped : plain);
    });
  }
}

function consoleFiles(folder: URL): ConsoleFile[] {
  if (!existsSync(new URL('index.html', folder))) return [];
  const assets = readdirSync(new URL('assets/', folder)).map((name) => {
    const headers = { 'content-type': typeOf(name), 'cache-control': FOR_EVER };
    return fileOf(`/assets/${name}`, new URL(`assets/${name}`, folder), headers);
  });
  const page = { 'content-type': typeOf('index.html'), 'content-security-policy': PAGE_POLICY };
  return [fileOf('/', new URL('index.html', folder), page), ...assets];
}

function fileOf(path: string, file: URL, headers: ConsoleFile['headers']): ConsoleFile {
  const plain = readFileSync(file);
  return { path, headers, plain, gzipped: gzipSync(plain, { level: 9 }) };
}

function typeOf(name: string): string {
  return TYPES[extname(name)] ?? 'application/octet-stream';
}
