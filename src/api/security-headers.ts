import type { HttpServer } from './http-types.ts';

/** An API answers data, never a page: nothing of it may be run, framed, guessed at or kept (OWASP REST security cheat sheet). */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A year, as browsers' preload lists ask for. */
const HSTS = 'max-age=31536000';

/** Puts the security headers on every answer that did not set its own; behind a TLS proxy that is trusted, also the one that keeps TLS. */
export function addSecurityHeaders(server: HttpServer): void {
  server.addHook('onSend', async ({ protocol }, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) reply.header(name, value);
    if (protocol === 'https') reply.header('strict-transport-security', HSTS);
  });
}
