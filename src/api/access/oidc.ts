import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import type { OidcConfig } from '../../config/api-section.ts';
import { ROLES, type Role } from '../../core/model/role.ts';
import type { Actor } from '../actor.ts';
import type { OidcKeys } from './oidc-keys.ts';

/** Signatures by a key that nobody but the issuer has. With a shared secret (HS256) our copy of the public key would sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** By how much the issuer's clock may differ from ours. */
const TOLERANCE_S = 30;
const MAXIMUM_NAME = 200;

/** Whom a token speaks for and until when, Unix milliseconds; or why nobody is let in. */
export type OidcResult =
  | { readonly ok: true; readonly actor: Actor; readonly expiresAtMs: number }
  | { readonly ok: false; readonly reason: 'refused' | 'no_role' | 'unavailable'; readonly detail: string };

/** Whether a token has the form of a signed JWT. */
export function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** Reads tokens that an OpenID Connect issuer signed. */
export class Oidc {
  constructor(
    private readonly config: OidcConfig,
    private readonly keys: OidcKeys,
    private readonly clock: Clock,
  ) {}

  /** Who a token says its bearer is, once signature, issuer, audience and times are found good. */
  async verify(token: string): Promise<OidcResult> {
    const { issuer, audience } = this.config;
    const currentDate = new Date(this.clock.now());
    const claims = { issuer, audience, currentDate, clockTolerance: TOLERANCE_S, requiredClaims: ['exp', 'sub'] };
    try {
      const { payload } = await jwtVerify(token, await this.keys.find(), { ...claims, algorithms: ALGORITHMS });
      return this.read(payload);
    } catch (error) {
      return isRefusal(error)
        ? { ok: false, reason: 'refused', detail: error.message }
        : { ok: false, reason: 'unavailable', detail: error instanceof Error ? error.message : String(error) };
    }
  }

  private read(payload: JWTPayload): OidcResult {
    const role = this.roleOf(payload);
    const name = nameOf(payload, this.config.nameClaim);
    if (role === undefined || name === undefined) {
      const missing = name === undefined ? 'no usable name' : `no role in ${this.config.rolesClaim}`;
      return { ok: false, reason: 'no_role', detail: `the token gives ${missing}` };
    }
    return { ok: true, actor: { name: `oidc:${name}`, role }, expiresAtMs: (payload.exp ?? 0) * 1000 };
  }

  /** The highest of the roles that the values of the claim map to. */
  private roleOf(payload: JWTPayload): Role | undefined {
    const { rolesClaim, roleMapping } = this.config;
    const given = claimAt(payload, rolesClaim);
    const values: readonly unknown[] = Array.isArray(given) ? given : [given];
    const mapped = values.map((value) =>
      typeof value === 'string' && Object.hasOwn(roleMapping, value) ? roleMapping[value] : undefined,
    );
    return ROLES.findLast((role) => mapped.includes(role));
  }
}

/** What is wrong with the token, as against what is wrong with the issuer. */
function isRefusal(error: unknown): error is errors.JOSEError {
  if (!(error instanceof errors.JOSEError)) return false;
  return !['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code);
}

/** A claim by its name, which may hold dots, or by its path: Keycloak puts roles under `realm_access.roles`. */
function claimAt(payload: JWTPayload, claim: string): unknown {
  if (Object.hasOwn(payload, claim)) return payload[claim];
  return claim
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
      payload,
    );
}

/** Not an address that the issuer has not checked: anybody could write another one's there. */
function nameOf(payload: JWTPayload, claim: string): string | undefined {
  const unchecked = claim === 'email' && payload['email_verified'] === false;
  const candidates = unchecked ? [payload.sub] : [claimAt(payload, claim), payload.sub];
  return candidates.find(isName);
}

function isName(text: unknown): text is string {
  return typeof text === 'string' && text.length <= MAXIMUM_NAME && /^[^\p{C}\p{Z}]+( [^\p{C}\p{Z}]+)*$/u.test(text);
}
