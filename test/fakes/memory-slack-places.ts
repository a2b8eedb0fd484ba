import type { SlackMessageStore, SlackPlace } from '../../src/store/slack-message-store.ts';

/** Where alerts were told, in memory. */
export class MemorySlackPlaces implements Pick<SlackMessageStore, 'find' | 'alertsAt' | 'save'> {
  readonly all = new Map<string, SlackPlace>();
  away = false;

  async find(receiver: string, alertId: string): Promise<SlackPlace | undefined> {
    this.check();
    return this.all.get(`${receiver} ${alertId}`);
  }

  async alertsAt(receiver: string, place: SlackPlace): Promise<string[]> {
    this.check();
    return [...this.all]
      .filter(
        ([key, { channel, ts }]) => key.startsWith(`${receiver} `) && channel === place.channel && ts === place.ts,
      )
      .map(([key]) => key.slice(receiver.length + 1));
  }

  async save(receiver: string, alertIds: readonly string[], { channel, ts }: SlackPlace): Promise<void> {
    this.check();
    for (const id of alertIds) this.all.set(`${receiver} ${id}`, { channel, ts });
  }

  private check(): void {
    if (this.away) throw new Error('the database is away');
  }
}
