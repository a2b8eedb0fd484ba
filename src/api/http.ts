import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HttpStatus, StandardSchemaValidationPipe } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics } from '../observe/metrics.ts';
import { RateLimits } from './access/rate-limits.ts';
import { serveConsole } from './console-files.ts';
import { requireContentTypes } from './content-types.ts';
import type { HttpServer } from './http-types.ts';
import { invalidInput } from './invalid-input.ts';
import { serveOpenApi } from './openapi.ts';
import { PROBLEM_TYPE, problem } from './problem.ts';
import { ProblemFilter } from './problem-filter.ts';
import { FORM_TYPE } from './receivers.controller.ts';
import { timeRequests } from './request-times.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { PROTOBUF_TYPE } from './write-version.ts';

/** Larger bodies are none of ours, but for written samples, whose route reads them itself. */
const BODY_LIMIT_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** Keys of signals are long. */
const MAXIMUM_PARAMETER = 1000;

/**
 * The web server under the framework. Open connections do not hold up a shutdown. Of the proxies named, and of no one else, it is
 * believed whom they speak for.
 */
export function httpAdapter(trustedProxies: readonly string[] = []): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    routerOptions: { maxParamLength: MAXIMUM_PARAMETER },
    // A path that the router cannot read comes by no filter.
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerMalformed,
  });
}

interface RouterError {
  readonly statusCode?: number;
  readonly message: string;
}

interface Reply {
  hijack(): unknown;
  readonly raw: ServerResponse;
}

function answerUnreadable({ statusCode, message }: RouterError, _request: unknown, reply: Reply): void {
  const status = statusCode ?? HttpStatus.BAD_REQUEST;
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': PROBLEM_TYPE, 'x-content-type-options': 'nosniff' });
  reply.raw.end(JSON.stringify(problem(status, message)));
}

/** What is no HTTP reaches no route either; the connection ends with it, for nobody knows where the next request would begin. */
function answerMalformed({ code }: Error & { readonly code?: string }, socket: Socket): void {
  // The other side is gone.
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = MALFORMED[code ?? ''] ?? HttpStatus.BAD_REQUEST;
  const answer = problem(status);
  const body = JSON.stringify(answer);
  const head = [
    `HTTP/1.1 ${status} ${answer.title}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${body.length}`,
  ];
  socket.end([...head, 'Connection: close', '', body].join('\r\n'));
}

/** Node's codes for what it cannot read: a request that takes too long, and headers that are too large. */
const MALFORMED: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: HttpStatus.REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: 431,
};

/** What holds for every route: limits, checked input, problem documents, security headers, the OpenAPI document, the console. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidInput }));
  app.useGlobalFilters(new ProblemFilter(app.get(HttpAdapterHost)));
  addSecurityHeaders(server);
  await app.get(RateLimits).install(server);
  requireContentTypes(server);
  leaveMessages(server);
  keepForms(app);
  timeRequests(app, app.get(Metrics));
  serveOpenApi(app);
  serveConsole(server);
}

/** Bodies of this type are not read before their route does, so that nobody without a token makes us hold them. */
function leaveMessages(server: HttpServer): void {
  server.addContentTypeParser(PROTOBUF_TYPE, (_request: unknown, _payload: unknown, done: (error: null) => void) =>
    done(null),
  );
}

/** A form stays the bytes that came: its signature is over these. */
function keepForms(app: NestFastifyApplication): void {
  app.useBodyParser(FORM_TYPE, { bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body));
}
