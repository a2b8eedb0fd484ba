import { readFileSync } from 'node:fs';
import { request } from 'undici';

const TIMEOUT_MS = 30_000;

/** Which running Gauger to ask, and as whom. */
export interface ServiceOptions {
  /** Address of a running Gauger. */
  readonly url: string;
  /** A file with its token; absent: `GAUGER_API_TOKEN`, or none. */
  readonly tokenFile?: string;
}

/** What a running Gauger answers to a `GET`; undefined: it knows no such thing. Throws an error that names the address and the remedy. */
export async function askService({ url, tokenFile }: ServiceOptions, path: string): Promise<unknown> {
  const token = tokenFile === undefined ? process.env['GAUGER_API_TOKEN'] : readFileSync(tokenFile, 'utf8').trim();
  const { statusCode, body } = await request(new URL(path, url), {
    headers: token ? { authorization: `Bearer ${token}` } : {},
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${url} cannot be asked (${reason}); is Gauger running there?`, { cause: error });
  });
  if (statusCode === 200) return body.json();
  await body.dump();
  if (statusCode === 404) return undefined;
  const remedy = statusCode === 401 ? '; give its token with --token-file or in GAUGER_API_TOKEN' : '';
  throw new Error(`${url} answered ${statusCode}${remedy}`);
}
