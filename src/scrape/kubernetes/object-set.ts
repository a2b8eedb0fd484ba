import { ObjectWatch, type WatchOptions } from './object-watch.ts';
import type { ObjectMetadata, Resource } from './objects.ts';

/** Which objects to know. */
export interface ObjectSetOptions extends Omit<WatchOptions, 'namespace'> {
  /** Empty: all namespaces, in one watch. */
  readonly namespaces: readonly string[];
}

/** The objects of a kind in several namespaces, each watched by itself: rights may end at a namespace. */
export class ObjectSet<KubernetesObject extends { readonly metadata: ObjectMetadata }> {
  private readonly watches: readonly ObjectWatch<KubernetesObject>[];

  constructor(resource: Resource<KubernetesObject>, { namespaces, ...options }: ObjectSetOptions) {
    const all = namespaces.length === 0 ? [undefined] : namespaces;
    this.watches = all.map((namespace) => new ObjectWatch(resource, { ...options, namespace }));
  }

  /** Whether every namespace was listed. */
  get complete(): boolean {
    return this.watches.every(({ complete }) => complete);
  }

  *values(): Iterable<KubernetesObject> {
    for (const watch of this.watches) yield* watch.values();
  }

  get(namespace: string, name: string): KubernetesObject | undefined {
    for (const watch of this.watches) {
      const object = watch.get(namespace, name);
      if (object !== undefined) return object;
    }
    return undefined;
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.run(signal)));
  }
}
