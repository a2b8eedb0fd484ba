import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';

/** A Kubernetes object as somebody would write it; the server adds what it knows. */
export interface Manifest {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

interface Event {
  readonly plural: string;
  readonly type: string;
  readonly version: number;
  readonly object: Manifest;
}

interface Watcher {
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly response: ServerResponse;
}

const PATH = /^\/(?:api\/v1|apis\/discovery\.k8s\.io\/v1)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/;

/** An API server on loopback that speaks list (in pages) and watch (with versions, bookmarks and 410 Gone) as the real one does. */
export class FakeKubernetesApi {
  /** What was asked: path and query. */
  readonly requests: string[] = [];
  /** Answers nothing while set. */
  hangs = false;
  /** Answers with this status while set. */
  status: number | undefined;
  /** The bearer token that is asked for. */
  token: string | undefined;
  private readonly objects = new Map<string, Manifest>();
  private readonly watchers = new Set<Watcher>();
  private events: Event[] = [];
  private version = 1;
  private readonly server: Server;

  private constructor(private readonly tls?: ServerOptions) {
    const listener = (request: IncomingMessage, response: ServerResponse) => this.answer(request, response);
    this.server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  }

  static async start(tls?: ServerOptions): Promise<FakeKubernetesApi> {
    const api = new FakeKubernetesApi(tls);
    api.server.listen(0, '127.0.0.1');
    await once(api.server, 'listening');
    return api;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  get url(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** How many watches are open. */
  get watching(): number {
    return this.watchers.size;
  }

  put(plural: string, manifest: Manifest): void {
    const key = keyOf(plural, manifest);
    const type = this.objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.record(plural, type, manifest);
    this.objects.set(key, this.events.at(-1)!.object);
  }

  delete(plural: string, manifest: Manifest): void {
    this.objects.delete(keyOf(plural, manifest));
    this.record(plural, 'DELETED', manifest);
  }

  /** Tells watchers how far they are, as the real server does each minute; other kinds of objects have moved the version on. */
  bookmark(): void {
    this.version += 100;
    for (const { plural, response } of this.watchers) {
      send(response, 'BOOKMARK', { kind: plural, metadata: { resourceVersion: String(this.version) } });
    }
  }

  /** Breaks every watch off. */
  disconnect(): void {
    for (const { response } of this.watchers) response.destroy();
    this.watchers.clear();
  }

  /** Ends every watch after all that was told, as when its time is over. */
  timeOut(): void {
    for (const { response } of this.watchers) response.end();
    this.watchers.clear();
  }

  /** Forgets what happened so far, as etcd does: a watch from before gets 410 Gone. */
  compact(): void {
    this.events = [];
  }

  /** Ends every watch with 410 Gone inside the stream. */
  expire(): void {
    for (const { response } of this.watchers) {
      send(response, 'ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' });
      response.end();
    }
    this.watchers.clear();
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private record(plural: string, type: string, manifest: Manifest): void {
    this.version += 1;
    const metadata = { ...manifest.metadata, resourceVersion: String(this.version) };
    const event = { plural, type, version: this.version, object: { ...manifest, metadata } };
    this.events.push(event);
    for (const watcher of this.watchers) if (concerns(event, watcher)) send(watcher.response, type, event.object);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://api');
    this.requests.push(`${url.pathname}${url.search}`);
    if (this.hangs) return;
    const allowed = this.token === undefined || request.headers.authorization === `Bearer ${this.token}`;
    const [, namespace, plural = ''] = PATH.exec(url.pathname) ?? [];
    const status = this.status ?? (allowed ? (plural === '' ? 404 : 200) : 401);
    if (status !== 200) return void response.writeHead(status).end('{"kind":"Status"}');
    if (url.searchParams.get('watch') === 'true') this.watch(url, { plural, namespace, response });
    else this.list(url, { plural, namespace, response });
  }

  private list(url: URL, { plural, namespace, response }: Watcher): void {
    const all = [...this.objects]
      .filter(([key]) => key.startsWith(`${plural}/${namespace === undefined ? '' : `${namespace}/`}`))
      .map(([, object]) => object);
    const from = Number(url.searchParams.get('continue') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? all.length);
    const metadata = { resourceVersion: String(this.version), ...(to < all.length && { continue: String(to) }) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'List', metadata, items: all.slice(from, to) }));
  }

  private watch(url: URL, watcher: Watcher): void {
    const { response } = watcher;
    const since = Number(url.searchParams.get('resourceVersion'));
    const oldest = this.events[0]?.version ?? this.version + 1;
    if (since < oldest - 1 && since < this.version) {
      response.writeHead(410).end('{"kind":"Status","code":410}');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const event of this.events)
      if (event.version > since && concerns(event, watcher)) send(response, event.type, event.object);
    this.watchers.add(watcher);
    response.on('close', () => this.watchers.delete(watcher));
  }
}

function keyOf(plural: string, { metadata }: Manifest): string {
  return `${plural}/${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

function concerns(event: Event, watcher: Watcher): boolean {
  const { namespace } = event.object.metadata;
  return event.plural === watcher.plural && (watcher.namespace === undefined || watcher.namespace === namespace);
}

function send(response: ServerResponse, type: string, object: unknown): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}
