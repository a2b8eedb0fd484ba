import { createHash } from 'node:crypto';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { HttpStatus, Injectable } from '@nestjs/common';
import type { HttpRequest, HttpServer, RateCheck } from '../http-types.ts';
import { ApiAccess } from '../ports.ts';
import { ProblemException, problem } from '../problem.ts';

const WINDOW_MS = 60_000;
/** Tokens and addresses that are counted at one time; those longest unseen are forgotten. */
const MAXIMUM_KEYS = 10_000;
/** Where nothing is configured: as the defaults of `api.rate_limit`. */
const DEFAULTS = { requestsPerMinute: 6000, failuresPerMinute: 30 };

/** How often a token or an address may ask, and how often an address may be wrong about a token. */
@Injectable()
export class RateLimits {
  private requests: RateCheck | undefined;
  private failures: RateCheck | undefined;

  constructor(private readonly access: ApiAccess) {}

  /** Counts every request from here on; to be called before the server listens. */
  async install(server: HttpServer): Promise<void> {
    const { requestsPerMinute, failuresPerMinute } = this.access.rateLimit ?? DEFAULTS;
    await server.register(rateLimit, { global: false, cache: MAXIMUM_KEYS, timeWindow: WINDOW_MS });
    this.requests = server.createRateLimit({ max: requestsPerMinute, keyGenerator: whoAsks });
    this.failures = server.createRateLimit({ max: failuresPerMinute });
    server.addHook('onRequest', (request) => this.admit(request));
  }

  /** @throws ProblemException 429 when an address was wrong too often; a wrong token is then not looked at any more */
  async mayTry(request: HttpRequest): Promise<void> {
    refuseExceeded(
      await this.failures?.(request, { increment: false }),
      'Too many wrong tokens came from this address.',
    );
  }

  /** Counts a wrong token. */
  async failed(request: HttpRequest): Promise<void> {
    await this.failures?.(request);
  }

  private async admit(request: HttpRequest): Promise<void> {
    const { unlimited = false } = request.routeOptions.config.terms ?? {};
    if (!unlimited) refuseExceeded(await this.requests?.(request), 'Too many requests.');
  }
}

function refuseExceeded(result: Awaited<ReturnType<RateCheck>> | undefined, detail: string): void {
  if (result === undefined || result.isAllowed || !result.isExceeded) return;
  const after = { 'retry-after': `${Math.max(result.ttlInSeconds, 1)}` };
  throw new ProblemException(problem(HttpStatus.TOO_MANY_REQUESTS, `${detail} Try again later.`), after);
}

/** A token counts by itself, wherever it comes from: many may share an address. Made-up tokens are wrong ones, which count by address. */
function whoAsks({ headers, ip }: HttpRequest): string {
  const { authorization } = headers;
  return authorization ? createHash('sha256').update(authorization).digest('base64') : normalizeIP(ip);
}
