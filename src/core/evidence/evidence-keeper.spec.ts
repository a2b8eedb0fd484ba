import { WatchedService } from '../../../test/fakes/watched-service.ts';
import { isSameJudgement, replaySignal } from './replay-signal.ts';

function firedAfter(normal: number): WatchedService {
  return new WatchedService().at(6000, normal).at(60_000, 5);
}

it('freezes what the alert rests on when it fires, and the state gives the same judgement bit for bit', () => {
  const { changes } = firedAfter(300);
  const [fired] = changes.filter(({ change }) => change === 'fired');
  const [signal] = fired?.evidence?.signals ?? [];
  expect(fired?.evidence?.alert).toEqual(fired?.alert);
  expect(signal).toMatchObject({ entity: 'service{service="web@docker"}', timeMs: fired?.timeMs });
  expect(signal?.score).toBeGreaterThan(1);
  const again = replaySignal(signal!, signal!.before!);
  expect(isSameJudgement(again!, signal!)).toBe(true);
  expect(again?.score).toBe(signal?.score);
});

it('keeps the points before the moment, and the moment', () => {
  const [fired] = firedAfter(300).of('fired');
  const [signal] = fired?.evidence?.signals ?? [];
  expect(signal?.points.length).toBeGreaterThan(60);
  expect(signal?.points.at(-1)?.timeMs).toBe(fired?.timeMs);
});

it('tells another value from the one that was judged', () => {
  const [fired] = firedAfter(300).of('fired');
  const [signal] = fired?.evidence?.signals ?? [];
  const other = replaySignal({ ...signal!, value: signal!.value + 1e-6 }, signal!.before!);
  expect(isSameJudgement(other!, signal!)).toBe(false);
});

it('has the state from before too where the alert fires at first sight', () => {
  const [fired] = new WatchedService('alerts: { for: 0s }').at(6000, 300).at(60_000, 2).of('fired');
  const [signal, ...others] = fired?.evidence?.signals ?? [];
  expect(others).toEqual([]);
  expect(isSameJudgement(replaySignal(signal!, signal!.before!)!, signal!)).toBe(true);
});

it('does not take a state of another version', () => {
  const [fired] = firedAfter(300).of('fired');
  const [signal] = fired?.evidence?.signals ?? [];
  expect(replaySignal(signal!, { ...signal!.before!, version: 1 })).toBeUndefined();
});
