import { RouteConfig } from '@nestjs/platform-fastify';

/** Where a route differs from the others in what it lets in. */
export interface Terms {
  /** Content types of the body; JSON when left out. */
  readonly takes?: readonly string[];
  /** Not counted by the rate limits: it has bounds of its own, and whoever is refused would lose something. */
  readonly unlimited?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    terms?: Terms;
  }
}

/** The terms of a route. */
export const OnTerms = (terms: Terms) => RouteConfig({ terms });
