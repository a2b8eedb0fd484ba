import type { ConnectionOptions } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import type { HttpClientConfig, TlsConfig } from '../config/http-client-section.ts';
import type { Secret } from '../config/secret.ts';
import { VERSION } from '../version.ts';
import { guardedLookup } from './address-guard.ts';

/** Where requests may go. */
export interface HttpClientOptions {
  /** Whether link-local and metadata addresses may be asked. */
  readonly linkLocal: boolean;
}

/** Connections and identity for the requests of one configuration. Certificates and passwords in files are read again when they change. */
export class HttpClient {
  private agent: { readonly of: string; readonly dispatcher: Agent } | undefined;

  constructor(
    private readonly config: HttpClientConfig,
    private readonly options: HttpClientOptions,
  ) {}

  get linkLocal(): boolean {
    return this.options.linkLocal;
  }

  get followRedirects(): boolean {
    return this.config.followRedirects;
  }

  /** Headers that say who asks. Throws an `Error` naming the file of a secret that cannot be read. */
  headers(): Record<string, string | string[]> {
    const { headers, basicAuth, authorization } = this.config;
    const sent: Record<string, string | string[]> = { 'user-agent': `Gauger/${VERSION}` };
    for (const { name, values } of headers) sent[name.toLowerCase()] = values.map((value) => value.read());
    if (basicAuth !== undefined) {
      const { username, password } = basicAuth;
      const pair = `${typeof username === 'string' ? username : username.read()}:${password?.read() ?? ''}`;
      sent['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    } else if (authorization?.credentials !== undefined) {
      sent['authorization'] = `${authorization.type} ${authorization.credentials.read()}`;
    }
    return sent;
  }

  /** Connections under the TLS material as it is now. Throws like `headers`. */
  dispatcher(): Dispatcher {
    const { tls } = this.config;
    const material = { ca: tls?.ca?.read(), cert: tls?.cert?.read(), key: tls?.key?.read() };
    const of = JSON.stringify(material);
    if (this.agent?.of === of) return this.agent.dispatcher;
    // Requests under way end on the old connections, which then close; those that were cut off before are closed already.
    this.agent?.dispatcher.close().catch(() => {});
    const dispatcher = new Agent({
      // Time is limited by each request's own signal, from first to last byte.
      headersTimeout: 0,
      bodyTimeout: 0,
      pipelining: 1,
      connect: {
        ...tlsOptions(tls, material),
        ...(this.options.linkLocal ? {} : { lookup: guardedLookup }),
      },
    });
    this.agent = { of, dispatcher };
    return dispatcher;
  }

  async close(): Promise<void> {
    await this.agent?.dispatcher.destroy();
  }
}

type Material = Record<'ca' | 'cert' | 'key', ReturnType<Secret['read']> | undefined>;

function tlsOptions(tls: TlsConfig | undefined, { ca, cert, key }: Material): ConnectionOptions {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(tls?.serverName !== undefined && { servername: tls.serverName }),
    ...(tls?.minVersion !== undefined && { minVersion: tls.minVersion }),
    ...(tls?.maxVersion !== undefined && { maxVersion: tls.maxVersion }),
    rejectUnauthorized: tls?.insecureSkipVerify !== true,
  };
}
