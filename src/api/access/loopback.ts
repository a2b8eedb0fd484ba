import { HttpStatus } from '@nestjs/common';
import type { Actor } from '../actor.ts';
import { ProblemException, problem } from '../problem.ts';

/** By what a browser tells on whose behalf it asks. */
export interface BrowserHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | undefined;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
/** Methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Who asks where nobody is asked for a token: somebody on this machine, who may do everything. A web page on this machine's browser is
 * not somebody: what it sends under a name of its own (DNS rebinding) or to change something (cross-site request forgery) is refused.
 *
 * @throws ProblemException 421 for another host's name, 403 for another page's request
 */
export function localActor(method: string, headers: BrowserHeaders): Actor {
  if (!LOOPBACK.test(headers.host ?? '')) {
    const detail =
      'Without a token the API answers only to localhost; set api.token_file to use it under another name.';
    throw new ProblemException(problem(HttpStatus.MISDIRECTED, detail));
  }
  if (!SAFE.includes(method) && isForeign(headers)) {
    const detail = 'A web page of another origin may change nothing here.';
    throw new ProblemException(problem(HttpStatus.FORBIDDEN, detail));
  }
  return { name: 'local', role: 'admin' };
}

/** Browsers tell where a request comes from, and no page can make them lie; programs tell nothing. */
function isForeign({ host = '', origin, 'sec-fetch-site': site }: BrowserHeaders): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase();
}
