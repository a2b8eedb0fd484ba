import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { PROBLEM_TYPE, type Problem, ProblemException, problem } from './problem.ts';

/** A client that asks again sooner would find the database still away. */
const STORE_RETRY_AFTER_S = 5;

/** Here clients of Alertmanager ask, to whom an error is a JSON string, and who read nothing else. */
export const ALERTMANAGER = '/api/v2/';

/** Turns whatever went wrong into a problem document. What is our own fault is logged and told to nobody outside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('api');

  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: unknown, context: ArgumentsHost): void {
    const response: unknown = context.switchToHttp().getResponse();
    const { httpAdapter } = this.host;
    if (httpAdapter.isHeadersSent(response)) return;
    const answer = this.problemOf(error);
    if (error instanceof StoreUnavailable) httpAdapter.setHeader(response, 'retry-after', `${STORE_RETRY_AFTER_S}`);
    if (error instanceof ProblemException) {
      for (const [name, value] of Object.entries(error.headers)) httpAdapter.setHeader(response, name, value);
    }
    if (answer.status === HttpStatus.UNAUTHORIZED) httpAdapter.setHeader(response, 'www-authenticate', 'Bearer');
    const { url } = context.switchToHttp().getRequest<{ readonly url: string }>();
    const asText = url.startsWith(ALERTMANAGER);
    httpAdapter.setHeader(response, 'content-type', asText ? 'application/json' : PROBLEM_TYPE);
    // Bytes: to a string the web server would add a charset, which this type does not have.
    const body = JSON.stringify(asText ? (answer.detail ?? answer.title) : answer);
    httpAdapter.reply(response, Buffer.from(body), answer.status);
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof ProblemException) return error.problem;
    if (error instanceof StoreUnavailable) return problem(HttpStatus.SERVICE_UNAVAILABLE, error.message);
    const status = statusOf(error);
    if (status < HttpStatus.INTERNAL_SERVER_ERROR) return problem(status, clientDetail(error));
    this.log.error('request failed', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return problem(HttpStatus.INTERNAL_SERVER_ERROR);
  }
}

/** Nest's own errors and Fastify's (a body too large, an unknown content type) carry their status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : HttpStatus.INTERNAL_SERVER_ERROR;
}

function clientDetail(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : undefined;
}
