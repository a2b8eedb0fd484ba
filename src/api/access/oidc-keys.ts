import { createRemoteJWKSet, customFetch, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { OidcConfig } from '../../config/api-section.ts';
import { isSecureUrl } from '../../config/secure-url.ts';

const TIMEOUT_MS = 5000;
/** Key sets have a few kB. */
const MAXIMUM_BYTES = 256 * 1024;
/** An issuer that is away is not asked again sooner. */
const RETRY_MS = 5000;
/** A token with a key that nobody knows makes us ask for new keys, this often at most: anybody can make up such a token. */
const COOLDOWN_MS = 30_000;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** The keys of an issuer. They are fetched when first needed, every ten minutes, and when a token names one that is not there. */
export class OidcKeys {
  private keys: RemoteJWKSet | undefined;
  private failure: { readonly error: unknown; readonly untilMs: number } | undefined;

  constructor(
    private readonly config: Pick<OidcConfig, 'issuer' | 'jwksUri'>,
    private readonly clock: Clock,
    private readonly cooldownMs = COOLDOWN_MS,
  ) {}

  /** @throws Error when the issuer cannot be reached, or says something that is no discovery document */
  async find(): Promise<RemoteJWKSet> {
    if (this.keys !== undefined) return this.keys;
    if (this.failure !== undefined && this.clock.monotonicMs() < this.failure.untilMs) throw this.failure.error;
    try {
      const url = new URL(this.config.jwksUri ?? (await this.discover()));
      const options = { timeoutDuration: TIMEOUT_MS, cooldownDuration: this.cooldownMs, [customFetch]: boundedFetch };
      this.keys = createRemoteJWKSet(url, options);
      return this.keys;
    } catch (error) {
      this.failure = { error, untilMs: this.clock.monotonicMs() + RETRY_MS };
      throw error;
    }
  }

  /** OpenID Connect Discovery 1.0, section 4: the document names its issuer, which must be the one that was asked. */
  private async discover(): Promise<string> {
    const { issuer } = this.config;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await boundedFetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
    const found = Discovery.parse(await response.json());
    if (found.issuer !== issuer) throw new Error(`${url} is of the issuer ${found.issuer}; write api.oidc.issuer so`);
    if (!isSecureUrl(found.jwks_uri)) throw new Error(`${url} names keys at ${found.jwks_uri}, which is not https`);
    return found.jwks_uri;
  }
}

/** @throws Error for an answer that is larger than any key set */
async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  const { body, status, headers } = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body ?? []) {
    total += chunk.length;
    if (total > MAXIMUM_BYTES) throw new Error(`${url} answers more than ${MAXIMUM_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks, total), {
    status,
    headers: { 'content-type': headers.get('content-type') ?? '' },
  });
}
