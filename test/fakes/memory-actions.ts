import type { Actor } from '../../src/api/actor.ts';
import { AlertActions, type NewSilence, Silences } from '../../src/api/ports.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import type { Silence } from '../../src/core/model/silence.ts';
import type { Verdict } from '../../src/core/model/verdict.ts';
import { MORNING_MS } from './alerts.ts';

/** What people do to alerts that are in a list. */
export class MemoryAlertActions extends AlertActions {
  constructor(private readonly alerts: Alert[]) {
    super();
  }

  async acknowledge(alertId: string, by: Actor, comment?: string): Promise<Alert | undefined> {
    const said = comment === undefined ? {} : { comment };
    return this.change(alertId, { acknowledged: { by: by.name, atMs: MORNING_MS, ...said } });
  }

  async unacknowledge(alertId: string): Promise<Alert | undefined> {
    const found = this.alerts.find(({ id }) => id === alertId);
    if (found === undefined) return undefined;
    const { acknowledged: _, ...rest } = found;
    this.alerts[this.alerts.indexOf(found)] = rest;
    return rest;
  }

  async judge(alertId: string, verdict: Verdict, by: Actor): Promise<Alert | undefined> {
    return this.change(alertId, { verdict: { verdict, by: by.name, atMs: MORNING_MS } });
  }

  private change(alertId: string, changes: Partial<Alert>): Alert | undefined {
    const index = this.alerts.findIndex(({ id }) => id === alertId);
    const found = this.alerts[index];
    if (found === undefined) return undefined;
    const changed = { ...found, ...changes };
    this.alerts[index] = changed;
    return changed;
  }
}

/** Silences in memory. */
export class MemorySilences extends Silences {
  readonly all: Silence[] = [];

  async list(): Promise<readonly Silence[]> {
    return this.all;
  }

  async find(id: string): Promise<Silence | undefined> {
    return this.all.find((silence) => silence.id === id);
  }

  async put(given: NewSilence): Promise<Silence> {
    const silence = { ...given, id: given.id ?? `silence-${this.all.length}`, updatedAtMs: MORNING_MS };
    this.all.push(silence);
    return silence;
  }

  async expire(id: string): Promise<boolean> {
    const index = this.all.findIndex((silence) => silence.id === id);
    return index >= 0 && this.all.splice(index, 1).length === 1;
  }
}
