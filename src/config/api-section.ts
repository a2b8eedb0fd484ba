import { z } from 'zod';
import { ROLES } from '../core/model/role.ts';
import { secretOf, section, text } from './fields.ts';
import { Secret } from './secret.ts';
import { isSecureUrl } from './secure-url.ts';

const role = z.enum(ROLES);

const tokenSection = section({
  name: text.max(100).describe('what the audit log calls its bearer'),
  role: role.describe('what its bearer may do'),
  token: text.optional().describe('a secret'),
  token_file: text.optional().describe('a file with it'),
}).transform((given, context) => {
  const token = secretOf(given, 'token', context);
  if (token === undefined) context.addIssue({ code: 'custom', message: 'has no token; give token_file (or token)' });
  return { name: given.name, role: given.role, token: token ?? new Secret({ text: '' }) };
});

function eachNameOnce(tokens: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  const names = tokens.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const message = `${JSON.stringify(name)} is there already; each name may stand once`;
    context.addIssue({ code: 'custom', path: [index, 'name'], message });
  }
}

/** Keys that are fetched in the clear are anybody's keys; on this machine nobody is between. */
const secureUrl = z
  .string()
  .refine(isSecureUrl, 'must be a whole https:// address (http:// to this machine alone); write it as the issuer does');

const oidcSection = section({
  issuer: secureUrl,
  audience: text,
  jwks_uri: secureUrl.optional(),
  name_claim: text.default('email'),
  roles_claim: text.default('groups'),
  role_mapping: z
    .record(z.string(), role)
    .refine((given) => Object.keys(given).length > 0, {
      message: 'maps nothing; say which role a value of roles_claim gives, as in { sre: operator }',
    })
    .describe('which role a value of that claim gives'),
}).transform((given) => ({
  /** As it stands in `iss`, to the letter. */
  issuer: given.issuer,
  audience: given.audience,
  /** Absent: the issuer's own discovery document names it. */
  jwksUri: given.jwks_uri,
  nameClaim: given.name_claim,
  rolesClaim: given.roles_claim,
  /** Role by value of the claim. */
  roleMapping: given.role_mapping,
}));

const rateLimitSection = section({
  requests_per_minute: z.number().int().min(1).default(6000),
  failures_per_minute: z.number().int().min(1).default(30),
})
  .prefault({})
  .transform((given) => ({
    /** Of one token, or of one address that brings none. */
    requestsPerMinute: given.requests_per_minute,
    /** Requests of one address whose token or signature was wrong. */
    failuresPerMinute: given.failures_per_minute,
  }));

/** `api`: who may use it. */
export const apiSection = section({
  token: text.optional().describe('bearer token of an admin; a secret'),
  token_file: text.optional(),
  tokens: z.array(tokenSection).superRefine(eachNameOnce).default([]),
  oidc: oidcSection.optional(),
  rate_limit: rateLimitSection,
  trusted_proxies: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
})
  .prefault({})
  .transform((given, context) => ({
    /** Bearer token of an admin. */
    token: secretOf(given, 'token', context),
    /** Further bearer tokens, each with a role. */
    tokens: given.tokens,
    /** Whose signed tokens are taken; absent: nobody's. */
    oidc: given.oidc,
    rateLimit: given.rate_limit,
    /** Addresses and networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
    trustedProxies: given.trusted_proxies,
  }));

/** Who may use the API, and how much of it. */
export type ApiConfig = z.output<typeof apiSection>;
/** The identity provider whose tokens count, and which of its groups has which role. */
export type OidcConfig = NonNullable<ApiConfig['oidc']>;
/** How many requests one may send. */
export type RateLimitConfig = ApiConfig['rateLimit'];

/** Whether anybody is asked for anything: without it the API is open, and may only be reached from this machine. */
export function asksForAccess({ token, tokens = [], oidc }: Partial<ApiConfig>): boolean {
  return token !== undefined || tokens.length > 0 || oidc !== undefined;
}
