import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Metrics } from '../observe/metrics.ts';

/** Times every request. A path that is no route of ours has one name: what is asked for is without bound. */
export function timeRequests(app: NestFastifyApplication, metrics: Metrics): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', async (request, reply) => {
      const route = reply.statusCode === 404 && request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
      metrics.requested(route, reply.statusCode, reply.elapsedTime);
    });
}
