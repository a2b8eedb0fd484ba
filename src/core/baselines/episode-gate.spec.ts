import { opensEpisode } from './episode-gate.ts';
import { ROW_WIDTH } from './row.ts';
import { Step } from './step.ts';

const MINUTE_MS = 60_000;

/** The samples at which these scores, one a minute, open an episode. */
function opened(scores: readonly number[]): number[] {
  const step = new Step();
  step.numbers = new Float64Array(ROW_WIDTH);
  step.singles = new Float32Array(step.numbers.buffer);
  return scores.flatMap((score, i) => {
    step.timeMs = (i + 1) * MINUTE_MS;
    return opensEpisode(step, score) ? [i] : [];
  });
}

const quiet = (samples: number): number[] => Array(samples).fill(0);

it('opens once for what follows closely', () => {
  expect(opened([0, 1.2, 0, 1.2, ...quiet(50), 1.3])).toEqual([1]);
  expect(opened([0, 1.2, ...quiet(200), 1.2])).toEqual([1, 202]);
});

it('opens for nothing below the line', () => {
  expect(opened([0.99, 0.5, 0])).toEqual([]);
});

it('opens for nothing that is much less than what was told lately, until that has faded', () => {
  expect(opened([2, ...quiet(200), 1.2, ...quiet(200), 1.9])).toEqual([0, 402]);
  expect(opened([2, ...quiet(500), 1.2])).toEqual([0, 501]);
  // However high a record, it is no longer in the way within some fifteen hundred samples.
  expect(opened([1e9, ...quiet(1500), 1])).toEqual([0, 1501]);
});
