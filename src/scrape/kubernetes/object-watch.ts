import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { ApiFailure, ApiRequests } from './api-request.ts';
import type { ObjectMetadata, Resource } from './objects.ts';

/** Objects of a page of a list; as kubectl. */
const PAGE_OBJECTS = 500;
const LIST_TIMEOUT_MS = 60_000;
/** How long the server is asked to keep a watch open, and how much longer silence is borne: a connection may die without a word. */
const WATCH_TIMEOUT_S = 300;
const WATCH_PATIENCE_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const PAUSE_MAXIMUM_MS = 30_000;

const listAnswer = z.object({
  metadata: z.object({ resourceVersion: z.string().default(''), continue: z.string().default('') }),
  items: z.array(z.unknown()).nullish(),
});
const versioned = z.object({ metadata: z.object({ resourceVersion: z.string().default('') }) });
const status = z.object({ code: z.number().optional(), message: z.string().optional() });
const watchEvent = z.object({ type: z.string(), object: z.unknown() });

/** What to watch, and who hears of it. */
export interface WatchOptions {
  readonly requests: ApiRequests;
  readonly clock: Clock;
  /** Absent: those of all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** The objects are not as they were; also when the first list has come. */
  readonly changed: () => void;
  readonly failed: (reason: string) => void;
}

type Outcome = { readonly ok: true; readonly fruitful: boolean } | ApiFailure;

/**
 * All objects of a kind, kept up to date: listed in pages, then watched from the list's version. A watch that ends goes on where it was; when
 * the server no longer has that version (410 Gone) the list is taken anew, and what is no longer in it is gone. While the server is away,
 * what it said last holds.
 */
export class ObjectWatch<KubernetesObject extends { readonly metadata: ObjectMetadata }> {
  private objects = new Map<string, KubernetesObject>();
  private version: string | undefined;
  private listed = false;
  /** A failure was told that is not known to be over. */
  private troubled = false;

  constructor(
    private readonly resource: Resource<KubernetesObject>,
    private readonly options: WatchOptions,
  ) {}

  /** Whether there has been a whole list. */
  get complete(): boolean {
    return this.listed;
  }

  values(): Iterable<KubernetesObject> {
    return this.objects.values();
  }

  get(namespace: string, name: string): KubernetesObject | undefined {
    return this.objects.get(`${namespace}/${name}`);
  }

  /** Runs until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    let fruitless = 0;
    while (!signal.aborted) {
      const outcome = this.version === undefined ? await this.list(signal) : await this.watch(signal, this.version);
      if (signal.aborted) return;
      fruitless = outcome.ok && outcome.fruitful ? 0 : fruitless + 1;
      if (!outcome.ok) {
        if (outcome.gone) this.version = undefined;
        else this.fail(outcome.reason);
      }
      // A list that had to be taken anew is taken at once, unless that was in vain before.
      if (fruitless > (outcome.ok || outcome.gone ? 1 : 0)) {
        await clock.sleep(Math.min(PAUSE_MAXIMUM_MS, FIRST_PAUSE_MS * 2 ** Math.min(fruitless, 10)), signal);
      }
    }
  }

  private async list(signal: AbortSignal): Promise<Outcome> {
    const objects = new Map<string, KubernetesObject>();
    let version = '';
    for (let next: string | undefined; next !== ''; ) {
      const query = { limit: String(PAGE_OBJECTS), ...(next !== undefined && { continue: next }) };
      const answer = await this.options.requests.json({ ...this.request(query), timeoutMs: LIST_TIMEOUT_MS, signal });
      if (!answer.ok) return answer;
      const page = listAnswer.safeParse(answer.data);
      if (!page.success) return { ok: false, gone: false, reason: 'the API server’s answer is no list' };
      for (const item of page.data.items ?? []) this.put(objects, item);
      version = page.data.metadata.resourceVersion;
      next = page.data.metadata.continue;
    }
    this.objects = objects;
    this.version = version;
    this.listed = true;
    this.troubled = false;
    this.options.changed();
    return { ok: true, fruitful: false };
  }

  private async watch(signal: AbortSignal, resourceVersion: string): Promise<Outcome> {
    let fruitful = false;
    let opened = false;
    let failure: ApiFailure | undefined;
    const query = {
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(WATCH_TIMEOUT_S),
      resourceVersion,
    };
    const timeoutMs = WATCH_TIMEOUT_S * 1000 + WATCH_PATIENCE_MS;
    const end = await this.options.requests.lines(
      { ...this.request(query), timeoutMs, signal },
      {
        opened: () => {
          opened = true;
          this.recover();
        },
        take: (line) => {
          failure = this.take(line);
          fruitful ||= failure === undefined;
          return failure === undefined;
        },
      },
    );
    if (failure !== undefined) return failure;
    // A watch that broke off is nothing to tell of: the next one goes on from there.
    return end.ok || opened ? { ok: true, fruitful } : end;
  }

  private fail(reason: string): void {
    this.troubled = true;
    this.options.failed(`${this.resource.plural}: ${reason}`);
  }

  /** The server answers again: what holds is told anew. */
  private recover(): void {
    if (this.troubled) this.options.changed();
    this.troubled = false;
  }

  /** Takes one event of a watch; returns why the watch cannot go on. */
  private take(line: string): ApiFailure | undefined {
    const event = watchEvent.safeParse(jsonOf(line));
    if (!event.success) return { ok: false, gone: false, reason: 'the API server’s answer is no watch event' };
    const { type, object } = event.data;
    if (type === 'ERROR') {
      const { code, message = '' } = status.safeParse(object).data ?? {};
      return { ok: false, gone: code === 410, reason: `the API server ended the watch (${code ?? message})` };
    }
    const { data } = versioned.safeParse(object);
    if (data?.metadata.resourceVersion) this.version = data.metadata.resourceVersion;
    if (type === 'DELETED') this.remove(object);
    else if ((type === 'ADDED' || type === 'MODIFIED') && this.put(this.objects, object)) this.options.changed();
    return undefined;
  }

  /** Whether anything that is read of the object has changed. One that makes no sense is left out. */
  private put(objects: Map<string, KubernetesObject>, item: unknown): boolean {
    const { data: object } = this.resource.schema.safeParse(item);
    if (object === undefined) return false;
    const key = keyOf(object.metadata);
    const same = JSON.stringify(objects.get(key)) === JSON.stringify(object);
    if (!same) objects.set(key, object);
    return !same;
  }

  private remove(item: unknown): void {
    const { data: object } = this.resource.schema.safeParse(item);
    if (object !== undefined && this.objects.delete(keyOf(object.metadata))) this.options.changed();
  }

  private request(query: Readonly<Record<string, string>>) {
    const { namespace, labelSelector, fieldSelector } = this.options;
    const { group, plural } = this.resource;
    const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
    return {
      path: `${group}${within}/${plural}`,
      query: {
        ...(labelSelector !== undefined && { labelSelector }),
        ...(fieldSelector !== undefined && { fieldSelector }),
        ...query,
      },
    };
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function keyOf({ namespace, name }: ObjectMetadata): string {
  return `${namespace}/${name}`;
}
