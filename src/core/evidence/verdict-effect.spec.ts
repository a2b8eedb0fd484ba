import { alert } from '../../../test/fakes/alerts.ts';
import { WatchedService } from '../../../test/fakes/watched-service.ts';
import { Baselines } from '../baselines/baselines.ts';
import type { FrozenSignal } from '../model/frozen-evidence.ts';
import { replaySignal } from './replay-signal.ts';

/** Normal weeks with alerts at some height above the usual; the evidence of each. */
function afterAlerts(heights: readonly number[]) {
  const service = new WatchedService().at(6000, 600);
  for (const height of heights) service.at(height, 4).at(6000, 60);
  return { service, packs: service.of('fired').map(({ evidence }) => evidence) };
}

it('changes nothing when the alert was true', () => {
  const { service, packs } = afterAlerts([60_000, 60_000]);
  expect(service.engine.effect('true', packs)).toEqual({ fired: 2, wouldFire: 2, unknown: 0 });
});

/** A sample of a quiet service at which its band ends, and so many times as far out. */
function sampleAtTheLine(times: number): FrozenSignal {
  const { engine, slot } = new WatchedService().at(6000, 600);
  const { expected, lower, upper } = engine.standing(slot);
  const before = {
    ...{ warmUpMs: 1_800_000, warmUpSamples: 30, adoptAfterMs: 7_200_000, signalBudgetPerDay: 0.06, utcOffsetMs: 0 },
    version: Baselines.VERSION,
    state: engine.baselines.dump(slot),
    signalShare: engine.baselines.signalShare,
  };
  const definition = engine.signals.definition(slot);
  const timeMs = engine.lastTickMs + 60_000;
  const scored = (value: number) => replaySignal({ definition, value, timeMs }, before)?.score ?? Number.NaN;
  let value = expected;
  while (scored(value) < 1) value += (upper - expected) / 100;
  value = expected + times * (value - expected);
  const judged = { value, expected, lower, upper, score: scored(value), confidence: 1 };
  return { definition, entity: engine.signals.entity(slot).key, timeMs, ...judged, before, points: [] };
}

it('tells that a wider band holds what was at its edge, and not what was far out', () => {
  const { engine } = new WatchedService().at(6000, 10);
  const packs = [1, 20].map((times) => ({ alert: alert(), signals: [sampleAtTheLine(times)] }));
  expect(engine.effect('false', packs)).toEqual({ fired: 2, wouldFire: 1, unknown: 0 });
});

it('tells that what is planned now would have been usual then', () => {
  const { service, packs } = afterAlerts([60_000]);
  expect(service.engine.effect('planned', packs)).toMatchObject({ fired: 1, wouldFire: 1 });
  service.at(60_000, 60);
  const now = service.of('fired').map(({ evidence }) => evidence);
  expect(service.engine.effect('planned', now.slice(-1))).toEqual({ fired: 1, wouldFire: 0, unknown: 0 });
});

it('says of how many nobody can tell', () => {
  const { service, packs } = afterAlerts([60_000]);
  expect(service.engine.effect('false', [...packs, undefined])).toEqual({ fired: 2, wouldFire: 2, unknown: 1 });
});
