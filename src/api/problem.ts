import { HttpException, HttpStatus } from '@nestjs/common';
import { z } from 'zod';

/** An error as RFC 9457 has it (`application/problem+json`). */
export const Problem = z
  .object({
    type: z.string().describe('A URI naming the kind of problem; about:blank where the status says it all'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ parameter: z.string(), detail: z.string() }))
      .optional()
      .describe('What is wrong with which parameter'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** The content type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** An error whose words are meant for the client, with headers that belong to it (`Retry-After`). */
export class ProblemException extends HttpException {
  constructor(
    readonly problem: Problem,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem, problem.status);
  }
}

/** By status: all that this API answers, but for faults of our own. */
export const TITLES: Readonly<Record<number, string>> = {
  [HttpStatus.BAD_REQUEST]: 'Bad Request',
  [HttpStatus.UNAUTHORIZED]: 'Unauthorized',
  [HttpStatus.FORBIDDEN]: 'Forbidden',
  [HttpStatus.NOT_FOUND]: 'Not Found',
  [HttpStatus.METHOD_NOT_ALLOWED]: 'Method Not Allowed',
  [HttpStatus.REQUEST_TIMEOUT]: 'Request Timeout',
  [HttpStatus.CONFLICT]: 'Conflict',
  [HttpStatus.PAYLOAD_TOO_LARGE]: 'Content Too Large',
  [HttpStatus.URI_TOO_LONG]: 'URI Too Long',
  [HttpStatus.UNSUPPORTED_MEDIA_TYPE]: 'Unsupported Media Type',
  [HttpStatus.MISDIRECTED]: 'Misdirected Request',
  [HttpStatus.TOO_MANY_REQUESTS]: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  [HttpStatus.SERVICE_UNAVAILABLE]: 'Service Unavailable',
};

/** A problem document; `detail` is read by whoever asked, so it holds no secret. */
export function problem(status: number, detail?: string): Problem {
  const title = TITLES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error');
  return { type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) };
}

/** 404, with what was asked for. */
export function notFound(what: string, id: string): ProblemException {
  return new ProblemException(problem(HttpStatus.NOT_FOUND, `There is no ${what} ${JSON.stringify(id)}.`));
}

/** 400: a list’s cursor is its own alone. */
export function badCursor(): ProblemException {
  return badParameter('cursor', 'is not one this list gave; leave it out to begin at the start');
}

/** One parameter that cannot be used. */
export function badParameter(parameter: string, detail: string): ProblemException {
  return new ProblemException({
    ...problem(HttpStatus.BAD_REQUEST, `${parameter}: ${detail}`),
    errors: [{ parameter, detail }],
  });
}
