import { randomUUID } from 'node:crypto';
import { type Actor, type AuditLog, type NewSilence, Silences } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { checkSilence } from '../core/alerts/check-silence.ts';
import { matcherText } from '../core/alerts/matchers.ts';
import { type Silence, silenceState } from '../core/model/silence.ts';
import type { SilenceStore } from '../store/silence-store.ts';
import type { AlertWriter } from './alert-writer.ts';

/** Expired silences are listed for this long, as Alertmanager keeps them. */
const LISTED_MS = 120 * 3_600_000;

export interface SilenceKeeperParts {
  readonly silences: Pick<SilenceStore, 'endingAfter' | 'find' | 'put'>;
  readonly audit: AuditLog;
  readonly writer: Pick<AlertWriter, 'heedSilences'>;
  readonly clock: Clock;
}

/** Silences with Alertmanager's rules for changing them. */
export class SilenceKeeper extends Silences {
  constructor(private readonly parts: SilenceKeeperParts) {
    super();
  }

  list(): Promise<readonly Silence[]> {
    const { silences, clock } = this.parts;
    return silences.endingAfter(clock.now() - LISTED_MS);
  }

  find(id: string): Promise<Silence | undefined> {
    return this.parts.silences.find(id);
  }

  async put({ id, ...given }: NewSilence, by: Actor): Promise<Silence> {
    const nowMs = this.parts.clock.now();
    checkSilence(given, nowMs);
    const old = id === undefined ? undefined : await this.find(id);
    if (old !== undefined && isSame(old, given, nowMs)) {
      return this.keep('silence.update', { ...old, ...given, startsAtMs: startOf(old, given, nowMs) }, by);
    }
    if (old !== undefined) await this.end(old, by);
    return this.keep(
      'silence.create',
      { ...given, id: randomUUID(), startsAtMs: Math.max(given.startsAtMs, nowMs) },
      by,
    );
  }

  async expire(id: string, by: Actor): Promise<boolean> {
    const silence = await this.find(id);
    return silence === undefined ? false : this.end(silence, by);
  }

  /** False: it is over already. */
  private async end(silence: Silence, by: Actor): Promise<boolean> {
    const nowMs = this.parts.clock.now();
    if (silenceState(silence, nowMs) === 'expired') return false;
    const startsAtMs = Math.min(silence.startsAtMs, nowMs);
    await this.keep('silence.expire', { ...silence, startsAtMs, endsAtMs: nowMs }, by);
    return true;
  }

  private async keep(action: string, given: Omit<Silence, 'updatedAtMs'>, by: Actor): Promise<Silence> {
    const { silences, audit, writer, clock } = this.parts;
    const nowMs = clock.now();
    const silence = { ...given, updatedAtMs: nowMs };
    await audit.record({ atMs: nowMs, actor: by.name, action, subject: silence.id, details: told(silence) });
    await silences.put(silence);
    await writer.heedSilences();
    return silence;
  }
}

/** Whether it is the same silence with another end or comment; another one ends it and begins anew, as in Alertmanager. */
function isSame(old: Silence, given: NewSilence, nowMs: number): boolean {
  const state = silenceState(old, nowMs);
  const sameMatchers = JSON.stringify(old.matchers) === JSON.stringify(given.matchers);
  if (!sameMatchers || state === 'expired') return false;
  return state === 'pending' || given.startsAtMs === old.startsAtMs || given.startsAtMs <= nowMs;
}

function startOf(old: Silence, given: NewSilence, nowMs: number): number {
  return silenceState(old, nowMs) === 'active' ? old.startsAtMs : Math.max(given.startsAtMs, nowMs);
}

function told({ matchers, startsAtMs, endsAtMs, comment }: Silence): Record<string, unknown> {
  const times = { startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(endsAtMs).toISOString() };
  return { matchers: matchers.map(matcherText), ...times, comment };
}
