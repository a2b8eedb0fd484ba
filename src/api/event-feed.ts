/** An event as a client of the stream gets it. */
export interface FeedEvent {
  /** Names its place in the stream of this process; another process' id is not known here. */
  readonly id: string;
  readonly event: string;
  /** JSON. */
  readonly data: string;
}

type Follower = (event: FeedEvent) => void;

/** An evaluation is an event as well: every 15 seconds, these are the last four hours. */
const KEPT_MAXIMUM = 1000;

/** What happened of late, for those who follow and for those who come back. Bounded. */
export class EventFeed {
  private readonly kept: FeedEvent[] = [];
  private readonly followers = new Set<Follower>();
  private sequence = 0;

  /** `life` tells this process from an earlier one, which counted from 0 too. */
  constructor(private readonly life: string) {}

  publish(event: string, data: unknown): void {
    const published = { id: this.nextId(), event, data: JSON.stringify(data) };
    this.kept.push(published);
    if (this.kept.length > KEPT_MAXIMUM) this.kept.shift();
    for (const follower of this.followers) follower(published);
  }

  /**
   * Hands over what came after `lastId`, and then whatever comes. Where that is not known any more, or not here, a `reset` comes first: the
   * client has missed something and reads the lists anew. Returns how to stop.
   */
  follow(follower: Follower, lastId?: string): () => void {
    const place = this.kept.findIndex(({ id }) => id === lastId);
    const isCurrent = lastId === undefined || lastId === this.lastId();
    if (place >= 0) for (const event of this.kept.slice(place + 1)) follower(event);
    else if (!isCurrent) follower({ id: this.lastId(), event: 'reset', data: '{}' });
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  get following(): number {
    return this.followers.size;
  }

  private lastId(): string {
    return `${this.life}-${this.sequence}`;
  }

  private nextId(): string {
    this.sequence++;
    return this.lastId();
  }
}
