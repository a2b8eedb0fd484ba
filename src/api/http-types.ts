import type {} from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The web server under the framework, with what the rate limits add to it. */
export type HttpServer = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;
/** Counts a request. */
export type RateCheck = ReturnType<HttpServer['createRateLimit']>;
/** A request as the web server has it. */
export type HttpRequest = Parameters<RateCheck>[0];
