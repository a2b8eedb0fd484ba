import { session } from './session.ts';

/** What came of a request. `status` is 0 where nobody answered. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly detail: string };

export interface AskOptions {
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
}

const UNAUTHORIZED = 401;

/** A connection may be lost without a sign, as after a laptop's sleep. */
const ANSWER_MAXIMUM_MS = 30_000;

/** One request to the API, with the token; `path` begins after `/api/v1/`. */
export async function ask<T>(path: string, { method, body }: AskOptions = {}): Promise<Answer<T>> {
  try {
    const response = await fetch(`api/v1/${path}`, {
      method: method ?? 'GET',
      headers: { ...authorization(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MAXIMUM_MS),
    });
    if (response.ok) return { ok: true, value: await content(response) };
    if (response.status === UNAUTHORIZED) session.asked.set(true);
    return { ok: false, status: response.status, detail: await problemOf(response) };
  } catch {
    return { ok: false, status: 0, detail: 'Gauger does not answer. It may be restarting, or the network is away.' };
  }
}

/** The header that brings the token, where there is one. */
export function authorization(): Record<string, string> {
  const token = session.token.value;
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

// biome-ignore lint/suspicious/noExplicitAny: our own API's answer, whose type the caller names.
async function content(response: Response): Promise<any> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** The sentence of a problem document (RFC 9457). */
async function problemOf(response: Response): Promise<string> {
  try {
    const { detail, title } = await response.json();
    return String(detail ?? title);
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
