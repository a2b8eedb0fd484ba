import { type Failure, failure } from './scrape-failure.ts';

/** A body that is being read. */
export interface OpenBody {
  /** Counts bytes that were read. */
  add(bytes: number): void;
  /** Why it had to give way; absent while it need not. */
  readonly refusal: Failure | undefined;
  /** Ends the counting: the body was taken or given up. */
  close(): void;
}

/**
 * Memory for all bodies that are being read at one time. Nobody waits for it: when it runs out the largest body gives way, which is the one
 * that took it. So many large pages at once cannot cost the small ones of others.
 */
export class BodyBudget {
  private readonly open = new Set<CountedBody>();
  private total = 0;

  constructor(private readonly maximumBytes: number) {}

  /** `giveUp` is called when this body must give way. */
  enter(giveUp: () => void): OpenBody {
    const body = new CountedBody(giveUp, {
      added: (bytes) => this.added(bytes),
      closed: (closed) => {
        if (this.open.delete(closed)) this.total -= closed.bytes;
      },
    });
    this.open.add(body);
    return body;
  }

  private added(bytes: number): void {
    this.total += bytes;
    if (this.total <= this.maximumBytes) return;
    const largest = [...this.open].reduce((large, other) => (other.bytes > large.bytes ? other : large));
    largest.giveWay();
  }
}

interface Book {
  readonly added: (bytes: number) => void;
  readonly closed: (body: CountedBody) => void;
}

class CountedBody implements OpenBody {
  bytes = 0;
  refusal: Failure | undefined;

  constructor(
    private readonly giveUp: () => void,
    private readonly book: Book,
  ) {}

  add(bytes: number): void {
    if (this.refusal !== undefined) return;
    this.bytes += bytes;
    this.book.added(bytes);
  }

  giveWay(): void {
    this.refusal = failure(
      'body_too_large',
      'pages under way together passed limits.bodies_under_way, and this was the largest',
    );
    this.close();
    this.giveUp();
  }

  close(): void {
    this.book.closed(this);
  }
}
