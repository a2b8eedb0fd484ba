import { Logger } from '@nestjs/common';
import { alert } from '../../test/fakes/alerts.ts';
import { ManualClock, settled } from '../../test/fakes/manual-clock.ts';
import type { AlertChange } from '../core/model/alert.ts';
import { AlertJournal } from './alert-journal.ts';

beforeAll(() => Logger.overrideLogger(false));

function changeOf(id: string, change: AlertChange['change'] = 'fired'): AlertChange {
  return { change, alert: alert({ id }), timeMs: 0 };
}

/** A database that can be away; it remembers what it was given. */
function database() {
  const written: string[][] = [];
  const place = { away: false, written };
  const write = async (changes: readonly AlertChange[]) => {
    if (place.away) throw new Error('the database cannot be used now (unreachable)');
    written.push(changes.map((change) => change.alert.id));
  };
  return { place, write };
}

function journalOn(write: (changes: readonly AlertChange[]) => Promise<void>) {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  return { clock, failures, journal: new AlertJournal({ write, clock, onFailure: (error) => failures.push(error) }) };
}

it('writes at once, in order', async () => {
  const { place, write } = database();
  const { journal } = journalOn(write);
  journal.push([changeOf('a')]);
  journal.push([changeOf('b')]);
  await settled();
  expect(place.written.flat()).toEqual(['a', 'b']);
  expect(journal.pending).toBe(0);
});

it('keeps everything through an outage and writes it in order', async () => {
  const { place, write } = database();
  const { journal, clock, failures } = journalOn(write);
  place.away = true;
  journal.push([changeOf('a')]);
  await clock.pass(1000);
  journal.push([changeOf('b')]);
  expect(failures.length).toBeGreaterThan(1);
  expect(journal.pending).toBe(2);
  place.away = false;
  await clock.pass(20_000);
  expect(place.written.flat()).toEqual(['a', 'b']);
});

it('tries once more when it closes', async () => {
  const { place, write } = database();
  const { journal } = journalOn(write);
  place.away = true;
  journal.push([changeOf('a')]);
  await settled();
  place.away = false;
  await journal.close();
  expect(place.written.flat()).toEqual(['a']);
});

it('drops what nobody is told of first when there is too much', async () => {
  const { place, write } = database();
  const { journal } = journalOn(write);
  place.away = true;
  journal.push([changeOf('told')]);
  journal.push(Array.from({ length: 10_000 }, (_, i) => changeOf(`u${i}`, 'updated')));
  await settled();
  expect(journal.pending).toBe(1);
  place.away = false;
  await journal.close();
  expect(place.written.flat()).toEqual(['told']);
});
