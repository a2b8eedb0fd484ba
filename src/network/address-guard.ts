import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses where clouds serve credentials to whoever asks from inside: link-local ranges (RFC 3927, RFC 4291) and the fixed ones
 * outside them of AWS, Google Cloud and Alibaba Cloud. Whoever may write a target's address must not reach them through us.
 */
const REFUSED = new BlockList();
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4');
REFUSED.addSubnet('fe80::', 10, 'ipv6');
REFUSED.addAddress('fd00:ec2::254', 'ipv6');
REFUSED.addAddress('fd20:ce::254', 'ipv6');
REFUSED.addAddress('100.100.100.200', 'ipv4');

/** The address is not asked, by policy. */
export class RefusedAddress extends Error {
  readonly code = 'REFUSED_ADDRESS';
}

/** Whether an IP address is one that is not asked; IPv4 addresses written as IPv6 count too. */
export function isRefusedAddress(address: string): boolean {
  const family = isIP(address.split('%')[0] ?? '');
  return family !== 0 && REFUSED.check(address.split('%')[0] ?? '', family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a URL's host is such an address itself, without a name in between. */
export function isRefusedHost(hostname: string): boolean {
  return isRefusedAddress(hostname.replace(/^\[|\]$/g, ''));
}

/** Name resolution that does not hand out refused addresses: judged at each connection, so a name cannot change its mind in between. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const allowed = addresses.filter(({ address }) => !isRefusedAddress(address));
    const [first] = allowed;
    if (first === undefined) return callback(new RefusedAddress(`${hostname} is a refused address`), '', 0);
    return answer(options.all === true, allowed, callback);
  });
};

function answer(all: boolean, allowed: LookupAddress[], callback: Parameters<LookupFunction>[2]): void {
  const [first] = allowed;
  if (all) callback(null, allowed);
  else callback(null, first?.address ?? '', first?.family ?? 0);
}
