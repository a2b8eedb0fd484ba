import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TlsConfig } from '../config/http-client-section.ts';
import { guardedLookup, isRefusedHost, RefusedAddress } from '../network/address-guard.ts';

/** The other side of a connection that is not HTTP. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** Whom to trust and who we are; absent: as the system has it. */
  readonly tls?: TlsConfig | undefined;
}

/** A connection to an address that clouds keep no credentials at. Throws `RefusedAddress`, or an error naming an unreadable TLS file. */
export function openSocket({ host, port, secure, tls }: Endpoint): Socket {
  if (isRefusedHost(host)) throw new RefusedAddress(`${host} is a refused address`);
  if (!secure) return connectTcp({ host, port, lookup: guardedLookup });
  // An address is no server name (RFC 6066).
  const named = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ host, port, lookup: guardedLookup, ...named, ...(tls !== undefined && tlsOptions(tls)) });
}

/** Certificates are read anew for each connection: a mounted file may have been renewed. */
export function tlsOptions(tls: TlsConfig) {
  const { ca, cert, key, serverName, minVersion, maxVersion, insecureSkipVerify } = tls;
  return {
    ...(ca !== undefined && { ca: ca.read() }),
    ...(cert !== undefined && { cert: cert.read() }),
    ...(key !== undefined && { key: key.read() }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(minVersion !== undefined && { minVersion }),
    ...(maxVersion !== undefined && { maxVersion }),
    rejectUnauthorized: !insecureSkipVerify,
  };
}
