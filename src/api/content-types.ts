import { HttpStatus } from '@nestjs/common';
import type { HttpRequest, HttpServer } from './http-types.ts';
import { ProblemException, problem } from './problem.ts';

const JSON_ALONE = ['application/json'];

/**
 * Refuses a body of a type that its route does not take, before it is read. A form of a web page (`text/plain`, urlencoded, multipart)
 * can be sent by any page to any server without asking; JSON cannot.
 */
export function requireContentTypes(server: HttpServer): void {
  server.addHook('onRequest', async (request) => {
    const { headers, is404, method, routeOptions } = request;
    if (is404 || method === 'GET' || method === 'HEAD' || !hasBody(headers)) return;
    const takes = routeOptions.config.terms?.takes ?? JSON_ALONE;
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (takes.includes(type.trim().toLowerCase())) return;
    const detail = `The body must be ${takes.join(' or ')}: say so in Content-Type.`;
    throw new ProblemException(problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail));
  });
}

function hasBody(headers: HttpRequest['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
