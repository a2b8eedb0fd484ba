import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DatabaseHealth, Settings, SignalReader, TargetReader } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { within } from './within.ts';

/** An evaluation may be this many intervals late: it waits for the first page after its time, and a scrape may be slow. */
const TICKS_LATE = 3;

/** A database that takes longer is of no use; and a probe does not wait for ever. */
const ANSWER_MS = 1000;

/** Whether this process does its work. Migrations need no word: they ran before it listened. */
@Injectable()
export class Readiness {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly signals: SignalReader,
    private readonly targets: TargetReader,
    private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What keeps it from its work, a sentence each; nothing when it works. */
  async missing(): Promise<string[]> {
    const database = (await within(this.clock, ANSWER_MS, this.database.answers(), false))
      ? []
      : ['The database does not answer.'];
    return [...database, ...this.lateTick()];
  }

  private lateTick(): string[] {
    if (this.targets.targets().length === 0) return [];
    const { lastTickMs } = this.signals;
    if (Number.isNaN(lastTickMs)) return ['No evaluation has happened yet.'];
    const { evaluationIntervalMs } = this.settings;
    const ageMs = this.clock.now() - lastTickMs;
    if (ageMs <= TICKS_LATE * evaluationIntervalMs) return [];
    return [
      `The last evaluation is ${Math.round(ageMs / 1000)} s old; one is due every ${evaluationIntervalMs / 1000} s.`,
    ];
  }
}
