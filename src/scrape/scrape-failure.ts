import { errorCode } from '../config/error-code.ts';
import type { ScrapeFailure } from '../core/model/page.ts';

/** Why no page came, for the machine and for a person. The text holds no secret. */
export interface Failure {
  readonly ok: false;
  readonly reason: ScrapeFailure;
  readonly detail: string;
  /** The HTTP status, where that is the reason. */
  readonly status?: number;
}

/** A scrape that brought nothing; `detail` is for people and holds no secret. */
export function failure(reason: ScrapeFailure, detail: string): Failure {
  return { ok: false, reason, detail };
}

const BY_CODE: Readonly<Record<string, readonly [ScrapeFailure, string]>> = {
  ECONNREFUSED: ['connection_refused', 'the connection was refused'],
  ENOTFOUND: ['dns', 'the name is not known'],
  EAI_AGAIN: ['dns', 'the name could not be resolved'],
  ETIMEDOUT: ['timeout', 'no connection came about in time'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'no connection came about in time'],
  ECONNRESET: ['other', 'the connection was reset'],
  EHOSTUNREACH: ['other', 'there is no route to the host'],
  ENETUNREACH: ['other', 'there is no route to the network'],
  REFUSED_ADDRESS: [
    'refused_address',
    'link-local and metadata addresses are refused; set limits.link_local_targets to allow them',
  ],
  UND_ERR_HEADERS_OVERFLOW: ['unreadable', 'the answer’s headers are too long'],
  UND_ERR_INVALID_ARG: ['other', 'the request cannot be made; look at params, headers and credentials'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['truncated', 'the body is shorter than its Content-Length'],
  Z_BUF_ERROR: ['truncated', 'the gzip body ends too early'],
  Z_DATA_ERROR: ['unreadable', 'the body is not the gzip that it claims to be'],
  EPROTO: ['tls', 'the TLS handshake failed; is it an http port?'],
};

// OpenSSL's and Node's names for certificates that do not hold.
const TLS_CODE = /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What an error of the HTTP client, the network or the decompression means. `answered`: the headers were there already. */
export function failureOf(error: unknown, answered: boolean): Failure {
  const code = errorCode(error);
  if (answered && (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET')) {
    return failure('truncated', 'the connection closed before the end of the body');
  }
  const known = BY_CODE[code];
  if (known !== undefined) return failure(...known);
  if (TLS_CODE.test(code)) return failure('tls', `the certificate or the TLS handshake was refused (${code})`);
  if (code.startsWith('HPE_') || isParserError(error)) return failure('unreadable', 'the answer is not HTTP');
  if (code === 'UND_ERR_SOCKET') return failure('other', 'the connection closed before an answer');
  return failure('other', code === '' ? messageOf(error) : `the request failed (${code})`);
}

// Our own errors (a secret file that cannot be read) name their file; others may quote what was sent.
function messageOf(error: unknown): string {
  return error instanceof Error && error.message.startsWith('cannot read the secret file')
    ? error.message
    : 'the request failed';
}

// undici leaves the code out where its parser has none.
function isParserError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'HTTPParserError';
}
