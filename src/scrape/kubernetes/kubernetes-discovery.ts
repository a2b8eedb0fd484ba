import type { Clock } from '../../clock.ts';
import type { KubernetesSdConfig } from '../../config/discovery-section.ts';
import type { Discovery, DiscoveryListener } from '../discovery.ts';
import { ApiRequests } from './api-request.ts';
import { type ApiServer, type ApiServerOptions, apiServer } from './api-server.ts';
import { ClusterView } from './cluster-view.ts';

/** Changes within so long are told together: in a cluster something always changes. As Prometheus. */
const SETTLE_MS = 5_000;

export interface KubernetesDiscoveryOptions extends ApiServerOptions {
  readonly clock: Clock;
}

/** `kubernetes_sd_configs`: targets from the objects of a cluster, as they come and go. While its API server is away the last ones hold. */
export class KubernetesDiscovery implements Discovery {
  private readonly controller = new AbortController();
  private readonly server: ApiServer;
  private running: Promise<void> = Promise.resolve();
  private hasChanged = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly config: KubernetesSdConfig,
    private readonly options: KubernetesDiscoveryOptions,
  ) {
    this.server = apiServer(config, options);
  }

  start(listener: DiscoveryListener): void {
    this.running = this.run({
      found: (targets) => listener.found(targets),
      failed: (reason) => listener.failed(`Kubernetes role ${this.config.role}: ${reason}`),
    });
  }

  async stop(): Promise<void> {
    this.controller.abort();
    this.wake();
    await this.running;
    await this.server.close();
  }

  private async run(listener: DiscoveryListener): Promise<void> {
    const { clock } = this.options;
    const { signal } = this.controller;
    const namespaces = await this.namespaces(listener);
    if (namespaces === undefined) return;
    const view = new ClusterView(this.config, {
      requests: new ApiRequests(this.server, clock),
      clock,
      namespaces,
      changed: () => {
        this.hasChanged = true;
        this.wake();
      },
      failed: (reason) => listener.failed(reason),
    });
    const watching = view.run(signal);
    while (!signal.aborted) {
      await this.change();
      if (signal.aborted || !view.complete) continue;
      listener.found(view.targets());
      await clock.sleep(SETTLE_MS, signal);
    }
    await watching;
  }

  /** The namespaces that the configuration names; none for all of them, undefined when it was stopped before they were known. */
  private async namespaces(listener: DiscoveryListener): Promise<readonly string[] | undefined> {
    const { names, ownNamespace } = this.config.namespaces;
    if (!ownNamespace) return names;
    const { signal } = this.controller;
    while (!signal.aborted) {
      const own = await this.ownNamespace();
      if (own.ok) return [...new Set([own.namespace, ...names])];
      listener.failed(own.reason);
      await this.options.clock.sleep(SETTLE_MS, signal);
    }
    return undefined;
  }

  private async ownNamespace() {
    try {
      const { namespace } = await this.server.access();
      if (namespace !== undefined) return { ok: true, namespace } as const;
      return {
        ok: false,
        reason: 'own_namespace is set, but this is no pod of a cluster; list namespaces.names',
      } as const;
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) } as const;
    }
  }

  /** Resolves when something has changed since the last call, or at the stop. */
  private async change(): Promise<void> {
    if (!this.hasChanged && !this.controller.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.hasChanged = false;
  }
}
