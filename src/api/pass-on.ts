import replyFrom from '@fastify/reply-from';
import { HttpStatus } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Leadership } from '../store/leadership.ts';
import { PROBLEM_TYPE, problem } from './problem.ts';

/** What every replica answers for itself: probes, its own metrics, and pages that hold no data. */
const OWN = /^\/(health|metrics|api\/docs|api\/openapi\.json)|^\/(?!api\/|mcp)/;
/** Says that a replica has passed the request on, so that two that both stand by do not send it to and fro. */
const PASSED_ON = 'x-gauger-passed-on';
const ANSWER_TIMEOUT_MS = 30_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * A replica that stands by knows neither signals nor baselines: it passes what it is asked on to the one that leads, with the caller's own
 * credentials, so that it does not matter which of them a client meets.
 */
export async function passOn(app: NestFastifyApplication): Promise<void> {
  const leadership = app.get(Leadership);
  const server = app.getHttpAdapter().getInstance();
  // A stream of events is silent for as long as nothing happens.
  await server.register(replyFrom, { undici: { headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: 0 } });
  server.addHook('onRequest', async (request, reply) => {
    if (leadership.leads || OWN.test(request.url)) return;
    const { leaderUrl } = leadership;
    if (leaderUrl === undefined || request.headers[PASSED_ON] !== undefined) {
      const detail =
        'This replica stands by, and the one that leads cannot be reached (ADVERTISE_URL tells where a replica is).';
      const answer = problem(HttpStatus.SERVICE_UNAVAILABLE, detail);
      return reply.code(answer.status).header('retry-after', RETRY_AFTER_SECONDS).type(PROBLEM_TYPE).send(answer);
    }
    // The body has not been read yet and is not to be.
    if (request.method !== 'GET' && request.method !== 'HEAD') request.body = request.raw;
    return reply.from(`${leaderUrl}${request.url}`, {
      rewriteRequestHeaders: (_, headers) => ({ ...headers, [PASSED_ON]: '1' }),
      retryDelay: () => null,
    });
  });
}
