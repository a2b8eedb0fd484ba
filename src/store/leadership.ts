import { Logger } from '@nestjs/common';
import pg from 'pg';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

export interface LeadershipOptions {
  /** The database that the replicas share; absent: the embedded one, which is nobody else's. */
  readonly url?: string | undefined;
  /** Where the other replicas reach this one; absent: they cannot pass requests on to it. */
  readonly advertisedUrl?: string | undefined;
  readonly clock: Clock;
}

/** Any number that nobody else takes: the letters "gaug". */
const LOCK = 0x67617567;
/** How often a replica that stands by tries, and the one that leads looks whether its session is alive. */
const PAUSE_MS = 1000;
const ANSWER_TIMEOUT_MS = 5000;
const PREFIX = 'gauger ';

/**
 * Which of the replicas on one database scrapes and judges: the one whose session holds an advisory lock. The lock goes with the session,
 * so a killed process is followed at once; one that is cut off, after the server's TCP keep-alive of 25 s. The session is named by the
 * leader's address (`application_name`), by which the others find it.
 *
 * While the database is away the leader goes on: nobody else can lead then. It has lost when another holds the lock afterwards.
 */
export class Leadership {
  /** Resolves once, when this replica leads. */
  readonly gained: Promise<void>;
  /** Resolves once, when another replica leads that this one took itself to lead. */
  readonly lost: Promise<void>;
  private readonly log = new Logger('leadership');
  private readonly ended = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private gain: () => void = () => {};
  private lose: () => void = () => {};
  private state: 'waiting' | 'leading' | 'lost' = 'waiting';
  private leader: string | undefined;

  constructor(private readonly options: LeadershipOptions) {
    this.gained = new Promise((resolve) => {
      this.gain = resolve;
    });
    this.lost = new Promise((resolve) => {
      this.lose = resolve;
    });
  }

  get leads(): boolean {
    return this.state === 'leading';
  }

  /** Where the replica that leads is reached; undefined while that is this one, or nobody, or one that does not say. */
  get leaderUrl(): string | undefined {
    return this.leads ? undefined : this.leader;
  }

  /** Tries for the first time, and goes on trying in the background; tells whether this replica leads already. */
  async start(): Promise<boolean> {
    if (this.options.url === undefined) this.won();
    else await this.follow(this.options.url);
    return this.leads;
  }

  async stop(): Promise<void> {
    this.ended.abort();
    await this.running;
  }

  /** Returns after the first try, whatever came of it. */
  private follow(url: string): Promise<void> {
    return new Promise((tried) => {
      this.running = this.run(url, tried);
    });
  }

  private async run(url: string, tried: () => void): Promise<void> {
    while (this.open) {
      const session = new pg.Client({
        connectionString: url,
        application_name: nameOf(this.options.advertisedUrl),
        connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
        query_timeout: ANSWER_TIMEOUT_MS,
      });
      // A session that breaks is told by its next query; without a listener it would end the process.
      session.on('error', () => {});
      try {
        await session.connect();
        await session.query(KEEP_ALIVE);
        await this.compete(session, tried);
      } catch (error) {
        this.log.warn('no session with the database', { reason: error instanceof Error ? error.message : 'unknown' });
      }
      tried();
      await session.end().catch(() => {});
      await this.pause();
    }
  }

  /** Tries until this session has the lock, and then holds it; rejects when the session breaks. */
  private async compete(session: pg.Client, tried: () => void): Promise<void> {
    let held = false;
    while (this.open) {
      if (held) await session.query('SELECT 1');
      else held = await this.takes(session);
      tried();
      await this.pause();
    }
  }

  private async takes(session: pg.Client): Promise<boolean> {
    const { rows } = await session.query('SELECT pg_try_advisory_lock($1) AS held', [LOCK]);
    const [{ held }] = Answer.parse(rows);
    if (held) this.won();
    else if (this.leads) this.gaveWay();
    else this.leader = await leaderOf(session);
    return held;
  }

  private won(): void {
    if (this.state !== 'waiting') return;
    this.state = 'leading';
    this.log.log('leads');
    this.gain();
  }

  private gaveWay(): void {
    this.state = 'lost';
    this.log.error('another replica leads');
    this.lose();
  }

  private get open(): boolean {
    return !this.ended.signal.aborted && this.state !== 'lost';
  }

  private pause(): Promise<void> {
    return this.options.clock.sleep(PAUSE_MS, this.ended.signal);
  }
}

const KEEP_ALIVE = 'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3';

const Answer = z.tuple([z.object({ held: z.boolean() })]);
const Names = z.array(z.object({ name: z.string() }));

const WHO = `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND granted
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

async function leaderOf(session: pg.Client): Promise<string | undefined> {
  const { rows } = await session.query(WHO, [LOCK]);
  const [leader] = Names.parse(rows);
  return leader?.name.startsWith(PREFIX) ? leader.name.slice(PREFIX.length) : undefined;
}

function nameOf(advertisedUrl: string | undefined): string {
  return advertisedUrl === undefined ? PREFIX.trim() : `${PREFIX}${advertisedUrl}`;
}
