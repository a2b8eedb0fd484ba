import { isLoopback } from './environment.ts';

/** Whether what is fetched there cannot be changed on the way: `https://`, or `http://` to this machine. */
export function isSecureUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}
