import type { HttpClientConfig } from '../config/http-client-section.ts';
import type { Secret } from '../config/secret.ts';
import type { Links } from './links.ts';

/** What every receiver needs that posts to an address of its configuration. */
export interface PostingOptions {
  readonly name: string;
  readonly url: Secret;
  readonly http: HttpClientConfig;
  readonly links: Links;
  /** Bound on one attempt as a whole. */
  readonly timeoutMs: number;
}
