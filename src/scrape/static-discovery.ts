import type { StaticConfig } from '../config/discovery-section.ts';
import type { Labels } from '../core/model/labels.ts';
import type { Discovery, DiscoveryListener } from './discovery.ts';

/** Targets of a group that shares labels: `static_configs`, and the entries of discovery files and answers. */
export function groupTargets(group: StaticConfig, more: Labels = {}): Labels[] {
  return group.targets.map((address) => ({ ...group.labels, ...more, __address__: address }));
}

/** `static_configs`: targets that the configuration lists. */
export class StaticDiscovery implements Discovery {
  constructor(private readonly groups: readonly StaticConfig[]) {}

  start(listener: DiscoveryListener): void {
    listener.found(this.groups.flatMap((group) => groupTargets(group)));
  }

  async stop(): Promise<void> {
    // Nothing is ever under way.
  }
}
