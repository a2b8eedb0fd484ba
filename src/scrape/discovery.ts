import type { Labels } from '../core/model/labels.ts';

/** Who hears of targets. */
export interface DiscoveryListener {
  /** All targets there are now, not just new ones: labels with `__address__` and what else is known (`__meta_...`). */
  found(targets: readonly Labels[]): void;
  /** The source cannot be read; what it said last still holds. The reason holds no secret. */
  failed(reason: string): void;
}

/** A source of targets. */
export interface Discovery {
  start(listener: DiscoveryListener): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}
