import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import type { KubernetesSdConfig } from '../../config/discovery-section.ts';
import { HttpClient, type HttpClientOptions } from '../../network/http-client.ts';
import { VERSION } from '../../version.ts';

/** A way to an API server, with the credentials as they are now. */
export interface ApiAccess {
  readonly server: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly dispatcher: Dispatcher;
  /** The namespace that whoever asks lives in, where it is known. */
  readonly namespace?: string;
}

/** A cluster’s API server: how to reach it, with the credentials as they are now. */
export interface ApiServer {
  /** Rejects with an `Error` that says what is missing; it holds no secret. */
  access(): Promise<ApiAccess>;
  close(): Promise<void>;
}

/** Where a pod finds its own identity; as the Kubernetes documentation fixes it. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

export interface ApiServerOptions extends HttpClientOptions {
  /** Prefix of the service account's directory: for tests. */
  readonly root?: string;
}

/** The API server that the configuration names: `api_server`, else `kubeconfig_file`, else that of the cluster we run in. */
export function apiServer(config: KubernetesSdConfig, options: ApiServerOptions): ApiServer {
  if (config.apiServer !== undefined) return new NamedApiServer(config.apiServer, config, options);
  return new KubeconfigApiServer(config.kubeconfigFile, options.root ?? '');
}

/** `api_server`, with the credentials that stand beside it. */
class NamedApiServer implements ApiServer {
  private readonly client: HttpClient;

  constructor(
    private readonly server: string,
    config: KubernetesSdConfig,
    private readonly options: ApiServerOptions,
  ) {
    this.client = new HttpClient(config.http, options);
  }

  async access(): Promise<ApiAccess> {
    const { client, server } = this;
    const namespace = ownNamespace(this.options.root ?? '');
    return { server, headers: client.headers(), dispatcher: client.dispatcher(), ...(namespace && { namespace }) };
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** As a kubeconfig file says, or the service account of the pod; read anew each time, for both change. */
class KubeconfigApiServer implements ApiServer {
  private agent: { readonly of: string; readonly dispatcher: Agent } | undefined;

  constructor(
    private readonly file: string | undefined,
    private readonly root: string,
  ) {}

  async access(): Promise<ApiAccess> {
    const kubeconfig = await this.load();
    const server = kubeconfig.getCurrentCluster()?.server;
    if (server === undefined) throw new Error(`${this.file}: its current-context leads to no cluster`);
    const options: RequestOptions & { servername?: string } = {};
    // Runs exec plugins and refreshes tokens where the user's entry asks for it; the agent it makes beside is not used.
    await kubeconfig.applyToHTTPSOptions(options);
    const namespace = this.file === undefined ? ownNamespace(this.root) : contextNamespace(kubeconfig);
    return {
      server,
      headers: { 'user-agent': `Gauger/${VERSION}`, ...headersOf(options) },
      dispatcher: this.dispatcher(options),
      ...(namespace && { namespace }),
    };
  }

  async close(): Promise<void> {
    await this.agent?.dispatcher.destroy();
  }

  private async load() {
    if (this.file === undefined && !process.env['KUBERNETES_SERVICE_HOST']) {
      throw new Error('this is no pod of a cluster; set api_server or kubeconfig_file');
    }
    // The client is large: only those who need it load it.
    const { KubeConfig } = await import('@kubernetes/client-node');
    const kubeconfig = new KubeConfig();
    if (this.file === undefined) kubeconfig.loadFromCluster(this.root);
    else kubeconfig.loadFromFile(this.file);
    return kubeconfig;
  }

  private dispatcher({ ca, cert, key, rejectUnauthorized, servername }: TlsOptions): Dispatcher {
    const of = JSON.stringify([ca, cert, key, rejectUnauthorized, servername].map(String));
    if (this.agent?.of === of) return this.agent.dispatcher;
    this.agent?.dispatcher.close().catch(() => {});
    const connect = {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(servername !== undefined && { servername }),
      rejectUnauthorized: rejectUnauthorized !== false,
    };
    const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, pipelining: 1, connect });
    this.agent = { of, dispatcher };
    return dispatcher;
  }
}

type TlsOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;

interface Kubeconfig {
  getCurrentContext(): string;
  getContextObject(name: string): { readonly namespace?: string } | null;
}

function contextNamespace(kubeconfig: Kubeconfig): string {
  return kubeconfig.getContextObject(kubeconfig.getCurrentContext())?.namespace ?? 'default';
}

function headersOf({ headers, auth }: RequestOptions): Record<string, string | string[]> {
  const sent: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== undefined) sent[name.toLowerCase()] = Array.isArray(value) ? [...value] : String(value);
  }
  if (auth) sent['authorization'] = `Basic ${Buffer.from(auth).toString('base64')}`;
  return sent;
}

function ownNamespace(root: string): string | undefined {
  try {
    return readFileSync(`${root}${SERVICE_ACCOUNT}/namespace`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
