import { request } from 'undici';
import { z } from 'zod';
import { CreatedTokenJson, TokenJson } from '../api/schemas/token-schemas.ts';
import type { Secret } from '../config/secret.ts';
import type { TokenPlace } from './token-place.ts';

const TIMEOUT_MS = 30_000;
const PAGE = 500;

const Page = z.object({ items: z.array(TokenJson), next: z.string().optional() });
const Refusal = z.object({ detail: z.string() });

/** The tokens of a running service, by its REST API, as the admin whose token is given. */
export function atService(base: string, admin: Secret | undefined): TokenPlace {
  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
    send(base, admin, { method, path, body });
  return {
    create: async ({ name, role, expiresAtMs }) => {
      const expiresAt = expiresAtMs === undefined ? undefined : new Date(expiresAtMs).toISOString();
      return CreatedTokenJson.parse((await ask('POST', '', { name, role, expiresAt })).json).token;
    },
    list: async () => {
      const items: TokenJson[] = [];
      for (let cursor = ''; ; ) {
        const page = Page.parse((await ask('GET', `?limit=${PAGE}${cursor}`)).json);
        items.push(...page.items);
        if (page.next === undefined) return items;
        cursor = `&cursor=${encodeURIComponent(page.next)}`;
      }
    },
    revoke: async (idOrName) => (await ask('DELETE', `/${encodeURIComponent(idOrName)}`)).status !== 404,
  };
}

interface Sent {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

async function send(base: string, admin: Secret | undefined, { method, path, body }: Sent) {
  const { statusCode, body: answer } = await request(new URL(`/api/v1/tokens${path}`, base), {
    method,
    headers: {
      ...(admin === undefined ? {} : { authorization: `Bearer ${admin.read()}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  }).catch((error: unknown) => {
    throw new Error(
      `${base} cannot be asked (${error instanceof Error ? error.message : error}); is Gauger running there?`,
    );
  });
  const text = await answer.text();
  if (statusCode < 400 || statusCode === 404)
    return { status: statusCode, json: text === '' ? undefined : JSON.parse(text) };
  const detail = Refusal.safeParse(jsonOf(text)).data?.detail ?? 'it is not Gauger that answers there';
  throw new Error(`${base} answered ${statusCode}: ${detail}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
