import type { Secret } from '../config/secret.ts';

/** The secret as it is now; undefined while its file cannot be read or is empty: it may be being renewed. */
export function readSecret(secret: Secret): string | undefined {
  try {
    return secret.read() || undefined;
  } catch {
    return undefined;
  }
}
