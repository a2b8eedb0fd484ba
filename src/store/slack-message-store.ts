import type { Database } from './database.ts';

/** Where in Slack an alert was told. */
export interface SlackPlace {
  readonly channel: string;
  /** Slack's own name of a message: its time, as text. */
  readonly ts: string;
}

/** Which message of a receiver's channel tells of which alert. Its methods throw StoreUnavailable during an outage. */
export class SlackMessageStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async find(receiver: string, alertId: string): Promise<SlackPlace | undefined> {
    const row = await this.database.run(({ prisma }) =>
      prisma.slackMessage.findUnique({ where: { receiver_alertId: { receiver, alertId } } }),
    );
    return row === null ? undefined : { channel: row.channel, ts: row.ts };
  }

  /** Alerts that the message tells of: several where it told a group. */
  async alertsAt(receiver: string, { channel, ts }: SlackPlace): Promise<string[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.slackMessage.findMany({
        where: { receiver, channel, ts },
        orderBy: { alertId: 'asc' },
        select: { alertId: true },
      }),
    );
    return rows.map(({ alertId }) => alertId);
  }

  /** The message tells of these alerts; one that they had before is forgotten. */
  async save(receiver: string, alertIds: readonly string[], place: SlackPlace, nowMs: number): Promise<void> {
    const postedAt = new Date(nowMs);
    await this.database.run(({ prisma }) =>
      prisma.$transaction(
        alertIds.map((alertId) =>
          prisma.slackMessage.upsert({
            where: { receiver_alertId: { receiver, alertId } },
            create: { receiver, alertId, ...place, postedAt },
            update: { ...place, postedAt },
          }),
        ),
      ),
    );
  }
}
