import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { telemetrySilence } from './telemetry-silence.ts';

const SETTINGS = telemetrySilence.settings.parse({});

function scrape(up: number, usual = 1) {
  const view = new FakeTickView();
  const target = view.add('target', { job: 'vllm', instance: '10.0.0.1:8000' }, { pod: 'vllm-0' });
  view.set('target.up', target, { value: up, expected: usual, lower: usual - 0.1, upper: usual + 0.1 });
  return telemetrySilence.evaluate(view, SETTINGS);
}

test('a target that used to answer', () => {
  expect(scrape(1)).toEqual([]);
  expect(scrape(0)).toMatchObject([
    {
      patienceMs: 480_000,
      summary: 'Target 10.0.0.1:8000 (job vllm and pod vllm-0) does not answer its scrapes any more.',
    },
  ]);
});

test('a target that never answered is not news', () => {
  expect(scrape(0, 0)).toEqual([]);
});
