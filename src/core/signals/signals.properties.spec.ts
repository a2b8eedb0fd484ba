import fc from 'fast-check';
import { Scraped } from '../../../test/fakes/scraped.ts';
import { type Measure, measureValue, mergeMeasures } from './measure.ts';

const TARGETS = [0, 1, 2, 3].map((n) => ({
  job: 'vllm',
  instance: `10.0.0.${n}:8000`,
  namespace: 'serving',
  pod: `p-${n}`,
}));
const MODELS = ['a', 'b'];

/** Eighths and powers of two only, so that sums have no rounding and no order. */
function page(target: number, round: number): string[] {
  return MODELS.flatMap((model) => [
    `vllm:generation_tokens_total{model_name="${model}"} ${round * 64 * (target + 1)}`,
    `vllm:num_requests_waiting{model_name="${model}"} ${target * 2 + round}`,
    `vllm:kv_cache_usage_perc{model_name="${model}"} ${(target + round) / 8}`,
  ]);
}

/** Each run feeds a whole engine of signals. */
const RUNS = { numRuns: 40 };

const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });

function valuesByKey({ signals }: Scraped): Map<string, number> {
  return new Map(Array.from({ length: signals.count }, (_, slot) => [signals.key(slot), signals.values[slot]!]));
}

it('values do not depend on the order of pages within a tick', () => {
  const run = (orders: readonly (readonly number[])[]) => {
    const scraped = new Scraped();
    for (const [round, targets] of orders.entries()) {
      for (const target of targets) scraped.page(TARGETS[target]!, round * 16, page(target, round));
      scraped.tick(round * 16);
    }
    return valuesByKey(scraped);
  };
  const sorted = run([0, 1, 2].map(() => [0, 1, 2, 3]));
  fc.assert(
    fc.property(fc.tuple(order, order, order), (orders) => {
      const shuffled = run(orders);
      expect([...shuffled].sort()).toEqual([...sorted].sort());
    }),
    RUNS,
  );
});

it('measures of processes that share the targets merge into those of one that has them all', () => {
  const seen = (targets: readonly number[]) => {
    const scraped = new Scraped();
    for (const round of [0, 1]) {
      for (const target of targets) scraped.page(TARGETS[target]!, round * 16, page(target, round));
      scraped.tick(round * 16);
    }
    return new Map(
      [...scraped.signals.measures()].map((measure) => [`${measure.name}|${measure.entity.key}`, measure]),
    );
  };
  const one = seen([0, 1, 2, 3]);
  fc.assert(
    fc.property(order, fc.integer({ min: 0, max: 4 }), (targets, cut) => {
      const merged = new Map<string, Measure>(seen(targets.slice(0, cut)));
      for (const [key, measure] of seen(targets.slice(cut))) {
        const other = merged.get(key);
        merged.set(key, other === undefined ? measure : mergeMeasures(other, measure));
      }
      expect([...merged.keys()].sort()).toEqual([...one.keys()].sort());
      for (const [key, measure] of merged) expect(measureValue(measure)).toBe(measureValue(one.get(key)!));
    }),
    RUNS,
  );
});

it('frees what left: after any history, only the series on the pages are held', () => {
  const pages = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(pages, (history) => {
      const scraped = new Scraped();
      const target = TARGETS[0]!;
      for (const [round, models] of [...history, ['z']].entries()) {
        const lines = models.map((model) => `vllm:num_requests_waiting{model_name="${model}"} 1`);
        scraped.page(target, round * 15, [...lines, 'process_start_time_seconds 1']).tick(round * 15);
      }
      const waiting = [...scraped.signals.measures()].filter(
        ({ name, count }) => name === 'queue.waiting' && count > 0,
      );
      expect(waiting.map(({ entity, count }) => [entity.kind, count]).sort()).toEqual([
        ['model', 1],
        ['pod', 1],
      ]);
    }),
    RUNS,
  );
});

it('never says a negative rate, whatever counters do', () => {
  const value = fc.oneof(fc.nat(), fc.double(), fc.constantFrom('NaN', '+Inf', '-Inf', '9.2e18'));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 12 }), (history) => {
      const scraped = new Scraped();
      for (const [round, each] of history.entries()) {
        scraped
          .page(TARGETS[0]!, round * 15, [`vllm:generation_tokens_total{model_name="m"} ${each}`])
          .tick(round * 15);
        const rate = scraped.value('tokens.output', 'model', { model: 'm' }) ?? Number.NaN;
        expect(Number.isNaN(rate) || rate >= 0).toBe(true);
      }
    }),
    RUNS,
  );
});
