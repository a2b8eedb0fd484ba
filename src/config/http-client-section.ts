import { z } from 'zod';
import { secretOf, section, text } from './fields.ts';
import { Secret } from './secret.ts';

const TLS_VERSIONS = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;
const tlsVersion = z.enum(['TLS10', 'TLS11', 'TLS12', 'TLS13']).transform((name) => TLS_VERSIONS[name]);

const tlsSection = section({
  ca: text.optional().describe('certificates that are trusted instead of the system’s, PEM'),
  ca_file: text.optional().describe('a file with them'),
  cert: text.optional().describe('certificate of ours, PEM'),
  cert_file: text.optional().describe('a file with it'),
  key: text.optional().describe('its key, PEM; a secret'),
  key_file: text.optional().describe('a file with it'),
  server_name: text.optional().describe('the name that the certificate must hold'),
  insecure_skip_verify: z.boolean().default(false).describe('true: anybody may answer'),
  min_version: tlsVersion.optional().describe('oldest TLS'),
  max_version: tlsVersion.optional().describe('newest TLS'),
}).transform((given, context) => {
  const cert = secretOf(given, 'cert', context);
  const key = secretOf(given, 'key', context);
  if ((cert === undefined) !== (key === undefined)) {
    context.addIssue({ code: 'custom', message: 'has only one of certificate and key; give cert_file and key_file' });
  }
  return {
    ca: secretOf(given, 'ca', context),
    cert,
    key,
    serverName: given.server_name,
    insecureSkipVerify: given.insecure_skip_verify,
    minVersion: given.min_version,
    maxVersion: given.max_version,
  };
});

const basicAuthSection = section({
  username: z.string().default('').describe('who we are'),
  username_file: text.optional().describe('a file with it'),
  password: z.string().optional().describe('a secret'),
  password_file: text.optional().describe('a file with it'),
}).transform((given, context) => ({
  username: given.username_file === undefined ? given.username : new Secret({ file: given.username_file }),
  password: secretOf(given, 'password', context),
}));

const authorizationSection = section({
  type: text.default('Bearer').describe('what stands before the credentials'),
  credentials: text.optional().describe('a secret'),
  credentials_file: text.optional().describe('a file with it'),
}).transform((given, context) => {
  if (given.type.trim().toLowerCase() === 'basic') {
    context.addIssue({ code: 'custom', path: ['type'], message: 'cannot be Basic; use basic_auth' });
  }
  return { type: given.type.trim(), credentials: secretOf(given, 'credentials', context) };
});

const headerSection = section({
  values: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  files: z.array(z.string()).default([]),
});

/** Keys of Prometheus' `http_config`, which stand directly in a scrape or discovery configuration. */
export const HTTP_CLIENT = {
  basic_auth: basicAuthSection.optional().describe('by name and password'),
  authorization: authorizationSection.optional().describe('by the header Authorization'),
  bearer_token: text.optional().describe('short for authorization with credentials'),
  bearer_token_file: text.optional().describe('short for authorization with credentials_file'),
  tls_config: tlsSection.optional().describe('whom we trust, and who we are by certificate'),
  follow_redirects: z.boolean().default(true),
  http_headers: z.record(text, headerSection).default({}),
} as const;

/** Whom to trust, and by which certificate we are known. */
export type TlsConfig = z.output<typeof tlsSection>;

/** How to talk to an HTTP server: who we are to it, and whom we trust. */
export interface HttpClientConfig {
  readonly basicAuth?: { readonly username: string | Secret; readonly password?: Secret };
  readonly authorization?: { readonly type: string; readonly credentials?: Secret };
  readonly tls?: TlsConfig;
  readonly followRedirects: boolean;
  readonly headers: readonly HeaderConfig[];
}

/** A header to send; its values may be secret. */
export interface HeaderConfig {
  readonly name: string;
  readonly values: readonly Secret[];
}

type GivenHttpClient = z.output<z.ZodObject<typeof HTTP_CLIENT>>;

const METHODS = ['basic_auth', 'authorization', 'bearer_token', 'bearer_token_file'] as const;

/** Gathers the keys of `HTTP_CLIENT`; more than one way to authenticate is a problem. */
export function httpClient(given: GivenHttpClient, context: z.RefinementCtx): HttpClientConfig {
  const [first, second] = METHODS.filter((method) => given[method] !== undefined);
  if (first !== undefined && second !== undefined) {
    context.addIssue({ code: 'custom', path: [second], message: `cannot stand beside ${first}; keep one of them` });
  }
  const bearer = secretOf(given, 'bearer_token', context);
  return {
    basicAuth: given.basic_auth,
    authorization: given.authorization ?? (bearer === undefined ? undefined : { type: 'Bearer', credentials: bearer }),
    tls: given.tls_config,
    followRedirects: given.follow_redirects,
    headers: Object.entries(given.http_headers).map(([name, { values, secrets, files }]) => ({
      name,
      values: [
        ...[...values, ...secrets].map((value) => new Secret({ text: value })),
        ...files.map((file) => new Secret({ file })),
      ],
    })),
  };
}
