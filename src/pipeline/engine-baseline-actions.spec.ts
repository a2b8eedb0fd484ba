import { definition } from '../../test/fakes/memory-ports.ts';
import { Baselines } from '../core/baselines/baselines.ts';
import { EngineBaselineActions } from './engine-baseline-actions.ts';

const MINUTE_MS = 60_000;

/** Rows of the database beside the baselines that a checkpoint writes into them. */
function learnt(samples: number) {
  const baselines = new Baselines();
  const slot = baselines.add(definition('tokens.output'));
  for (let minute = 0; minute < samples; minute++) baselines.observe(slot, 100 + (minute % 7), minute * MINUTE_MS);
  const stored: Uint8Array[] = [];
  const checkpoint = async () => stored.push(baselines.dump(slot));
  return { baselines, slot, stored, actions: new EngineBaselineActions({ baselines }, { checkpoint }) };
}

it('has stored a reset when it is done', async () => {
  const { baselines, slot, stored, actions } = learnt(100);
  await actions.reset(slot);
  expect(baselines.ready[slot]).toBe(0);
  expect(baselines.learnt(slot).samples).toBe(0);
  expect(stored).toEqual([baselines.dump(slot)]);
});

it('has stored a pin when it is done', async () => {
  const { slot, stored, actions } = learnt(100);
  expect(await actions.pin(slot, true)).toBe(true);
  const reborn = new Baselines();
  const again = reborn.add(definition('tokens.output'));
  reborn.load(again, stored[0]!, Baselines.VERSION);
  expect(reborn.learnt(again).pinned).toBe(true);
});

it('pins nothing that warms up', async () => {
  const { slot, stored, actions } = learnt(10);
  expect(await actions.pin(slot, true)).toBe(false);
  expect(stored).toEqual([]);
});
