import { z } from 'zod';
import type { Silence } from '../core/model/silence.ts';
import { jsonText } from './alert-text.ts';
import type { Database } from './database.ts';

const MatchersJson = z.array(
  z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() }),
);

/** More silences than this are neither shown nor heeded; the newest ends stay. */
const SILENCES_MAXIMUM = 10_000;

/** The silences that people made. Its methods throw StoreUnavailable during an outage. */
export class SilenceStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** Those that end after the moment, latest end first. */
  async endingAfter(timeMs: number): Promise<Silence[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.silence.findMany({
        where: { endsAt: { gt: new Date(timeMs) } },
        orderBy: [{ endsAt: 'desc' }, { id: 'asc' }],
        take: SILENCES_MAXIMUM,
      }),
    );
    return rows.map(silenceOf);
  }

  async find(id: string): Promise<Silence | undefined> {
    const row = await this.database.run(({ prisma }) => prisma.silence.findUnique({ where: { id } }));
    return row === null ? undefined : silenceOf(row);
  }

  /** Stores a silence in the place of the one with its id. */
  async put(silence: Silence): Promise<void> {
    const { id, matchers, startsAtMs, endsAtMs, updatedAtMs, ...text } = silence;
    const row = {
      ...text,
      matchers: JSON.parse(jsonText(matchers)),
      startsAt: new Date(startsAtMs),
      endsAt: new Date(endsAtMs),
      updatedAt: new Date(updatedAtMs),
    };
    await this.database.run(({ prisma }) =>
      prisma.silence.upsert({ where: { id }, create: { id, ...row }, update: row }),
    );
  }
}

type Row = NonNullable<Awaited<ReturnType<Database['prisma']['silence']['findUnique']>>>;

function silenceOf({ id, matchers, startsAt, endsAt, createdBy, comment, updatedAt }: Row): Silence {
  return {
    id,
    matchers: MatchersJson.parse(matchers),
    startsAtMs: startsAt.getTime(),
    endsAtMs: endsAt.getTime(),
    createdBy,
    comment,
    updatedAtMs: updatedAt.getTime(),
  };
}
