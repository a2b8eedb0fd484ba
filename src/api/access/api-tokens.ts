import type { NewToken, StoredToken } from '../../store/api-token-store.ts';

/** The tokens that were made while Gauger ran; see `ApiTokenStore`. */
export abstract class ApiTokens {
  abstract list(): Promise<readonly StoredToken[]>;
  abstract find(hash: Uint8Array): Promise<StoredToken | undefined>;
  abstract create(token: NewToken): Promise<StoredToken | 'name_taken' | 'too_many'>;
  abstract revoke(id: string): Promise<boolean>;
  abstract used(token: StoredToken, nowMs: number): Promise<void>;
}
