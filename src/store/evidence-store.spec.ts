import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { alert, MORNING_MS } from '../../test/fakes/alerts.ts';
import { WatchedService } from '../../test/fakes/watched-service.ts';
import { isSameJudgement, replaySignal } from '../core/evidence/replay-signal.ts';
import type { EvidencePack } from '../core/model/frozen-evidence.ts';
import { AlertStore } from './alert-store.ts';
import { Database } from './database.ts';
import { evidenceOf } from './evidence-json.ts';
import { EvidenceStore } from './evidence-store.ts';

let test: TestDatabase;
let database: Database;
let evidence: EvidenceStore;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  evidence = new EvidenceStore(database);
});
beforeEach(() => database.pool.query('TRUNCATE alerts CASCADE'));
afterAll(async () => {
  await database.close();
  await test.close();
});

const ORIGIN = { version: '0.1.0', taxonomyVersion: 'ATLAS', configHash: 'c0ffee' };

async function stored(pack: EvidencePack): Promise<EvidencePack> {
  const { alert: of } = pack;
  await new AlertStore(database).apply([{ change: 'fired', alert: of, timeMs: MORNING_MS }], [], MORNING_MS);
  await evidence.save([pack]);
  return evidenceOf(await evidence.find(of.id));
}

it('gives back what was frozen, to the last bit', async () => {
  const [fired] = new WatchedService().at(6000, 300).at(60_000, 5).of('fired');
  const back = await stored({ ...fired!.evidence!, ...ORIGIN });
  const [given] = fired!.evidence!.signals;
  const [signal] = back.signals;
  expect(back).toMatchObject({ ...ORIGIN, alert: fired!.alert });
  expect(signal?.before).toEqual(given?.before);
  expect(isSameJudgement(replaySignal(signal!, signal!.before!)!, given!)).toBe(true);
  expect(signal?.points).toHaveLength(given!.points.length);
});

it('keeps numbers that JSON lacks', async () => {
  const [fired] = new WatchedService('alerts: { for: 0s }').at(6000, 300).at(60_000, 2).of('fired');
  const [signal] = fired!.evidence!.signals;
  const odd = { ...signal!, upper: Number.POSITIVE_INFINITY, lower: Number.NaN };
  const back = await stored({ ...fired!.evidence!, ...ORIGIN, signals: [odd] });
  expect(back.signals[0]).toMatchObject({ upper: Number.POSITIVE_INFINITY, lower: Number.NaN });
});

it('lists the alerts of a fingerprint that fired since a moment, with their evidence or without', async () => {
  const of = (id: string, minutes: number) => alert({ id, firedAtMs: MORNING_MS + minutes * 60_000 });
  await stored({ alert: of('with', 1), signals: [], ...ORIGIN });
  const without = [of('without', 2), of('before', -1)].map((one) => ({
    change: 'fired' as const,
    alert: one,
    timeMs: MORNING_MS,
  }));
  await new AlertStore(database).apply(without, [], MORNING_MS);
  const packs = await evidence.firedSince(alert().fingerprint, MORNING_MS);
  expect(packs.map((pack) => pack?.alert['id'])).toEqual([undefined, 'with']);
});

it('goes with its alert', async () => {
  await stored({ alert: alert(), signals: [], ...ORIGIN });
  await database.pool.query('DELETE FROM alerts');
  expect(await evidence.find(alert().id)).toBeUndefined();
});
