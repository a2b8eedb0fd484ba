import { tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { ApiModule } from '../api/api.module.ts';
import { explainSignal } from './explain-signal.ts';
import { inColumns, sparkline } from './sparkline.ts';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => {
  http.reset();
  http.signals.add(definition('tokens.output'), tenant('acme'), {
    value: 2540,
    expected: 1800,
    lower: 1500,
    upper: 2100,
    score: 1.82,
  });
  http.signals.add(definition('tokens.output'), tenant('acme-labs'), { ready: false });
});
afterAll(async () => http.close());

async function explained(signal: string, entity?: string, json = false) {
  const lines: string[] = [];
  const code = await explainSignal({ signal, entity }, { url: http.url, json }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

it('tells a person what is known of a signal', async () => {
  for (const minute of [0, 1, 2]) {
    http.signals.points.push({
      timeMs: Date.UTC(2026, 10, 23, 9, minute),
      value: minute,
      expected: 1,
      lower: 0,
      upper: 2,
      score: 0,
    });
  }
  const { code, text } = await explained('tokens.output', 'acme');
  expect(code).toBe(0);
  expect(text).toMatchSnapshot();
});

it('tells when one that warms up will be ready', async () => {
  const { text } = await explained('tokens.output', 'LABS');
  expect(text).toContain('warming up, until 2026-11-23 10:20 UTC at the earliest');
});

it('prints JSON for a script', async () => {
  const { text } = await explained('tokens.output|tenant{tenant="acme"}', undefined, true);
  expect(JSON.parse(text)).toMatchObject({
    signal: 'tokens.output',
    explanation: { leadingTerm: 'change' },
    points: [],
  });
});

it('does not guess which signal is meant', async () => {
  expect((await explained('tokens.output')).code).toBe(2);
  expect((await explained('tokens.output', 'globex')).code).toBe(1);
  expect((await explained('tokens.output|nothing')).code).toBe(1);
});

it('names the remedy when nobody answers', async () => {
  await expect(explainSignal({ signal: 'a|b', entity: undefined }, { url: 'http://127.0.0.1:1' })).rejects.toThrow(
    'is Gauger running there?',
  );
});

it('draws numbers as bars', () => {
  expect(sparkline([0, 3.5, 7, Number.NaN, 7])).toBe('▁▅█ █');
  expect(sparkline([5, 5])).toBe('▁▁');
  expect(sparkline([])).toBe('');
  expect(inColumns([1, 9, 2, Number.NaN, 3, 4], 3)).toEqual([9, 2, 4]);
});
