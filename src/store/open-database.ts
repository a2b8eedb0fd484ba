import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import { Database, type DatabasePlace } from './database.ts';
import { type StoreFailure, StoreUnavailable } from './store-unavailable.ts';

/** A server that is being started beside us gets this long; afterwards whoever started us sees the error and starts us again. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1000;

/** Failures that pass by themselves; a wrong password does not. */
const PASSING: ReadonlySet<StoreFailure> = new Set(['unreachable', 'timeout', 'overloaded']);

/**
 * Opens the database at the start of the service, waiting a minute for a server that is not there yet.
 *
 * @throws StoreUnavailable when it stays away, MigrationError when it belongs to another version
 */
export async function openDatabase(place: DatabasePlace, clock: Clock): Promise<Database> {
  const log = new Logger('store');
  const giveUpMs = clock.monotonicMs() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      const database = await Database.open(place);
      if (database.applied.length > 0) log.log('migrations applied', { names: database.applied });
      return database;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || !PASSING.has(error.reason)) throw error;
      if (clock.monotonicMs() >= giveUpMs) throw error;
      if (attempt === 1) log.warn('waiting for the database', { reason: error.reason, detail: error.detail });
      await clock.sleep(PAUSE_MS, new AbortController().signal);
    }
  }
}
