import { request } from 'undici';

const TIMEOUT_MS = 30_000;
/** A million signals of 1 kB each, in base64. */
const BODY_MAXIMUM_BYTES = 2 * 1024 ** 3;

/**
 * The baselines of a running Gauger as lines for the head of a scrape log, in pieces as they come. `GAUGER_API_TOKEN` is sent when it is
 * set. Throws an error that names the address and the remedy.
 */
export async function* fetchBaselines(base: string, token: string | undefined): AsyncIterable<Uint8Array> {
  const { statusCode, body } = await open(base, token);
  if (statusCode !== 200) {
    body.destroy();
    const remedy = statusCode === 401 ? '; set GAUGER_API_TOKEN to its token' : '';
    throw new Error(`${base} answered ${statusCode}${remedy}`);
  }
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > BODY_MAXIMUM_BYTES) throw new Error(`${base} sends more baselines than a log can hold`);
    yield piece;
  }
}

async function open(base: string, token: string | undefined) {
  try {
    return await request(new URL('/api/v1/baselines/export', base), {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${base} cannot be asked for its baselines (${reason}); is Gauger running there?`, {
      cause: error,
    });
  }
}
