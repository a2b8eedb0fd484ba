import fc from 'fast-check';
import { ANY_CHARACTER } from '../../test/any-character.ts';
import type { HistoryPoint } from '../core/model/history-point.ts';
import { UNITS } from '../core/model/signal.ts';
import { type ChartOptions, renderChart } from './chart.ts';
import { THEMES } from './chart-theme.ts';

const NOON_MS = Date.UTC(2026, 10, 18, 12);
const LIGHT: ChartOptions = { title: 'tokens.output of tenant acme', unit: 'tokens/s', theme: 'light' };

function point(minute: number, changes: Partial<HistoryPoint> = {}): HistoryPoint {
  return { timeMs: NOON_MS + minute * 60_000, value: 10, expected: 10, lower: 8, upper: 12, score: 0.2, ...changes };
}

const MISSING = { value: Number.NaN, expected: Number.NaN, lower: Number.NaN, upper: Number.NaN, score: 0 };

/** The `d` of the line of the value. */
function valuePath(svg: string): string {
  return /d="([^"]*)"[^>]*stroke-width="1.75"/.exec(svg)?.[1] ?? '';
}

it('draws value, band, expectation, what lies beyond the line, and the moment', () => {
  const points = [point(0), point(10), point(20, { value: 30, score: 4 }), point(30)];
  expect(renderChart(points, { ...LIGHT, momentMs: NOON_MS + 20 * 60_000 })).toMatchSnapshot();
});

it('leaves a gap where the signal was missing', () => {
  const svg = renderChart([point(0), point(1), point(2, MISSING), point(3), point(4)], LIGHT);
  expect(valuePath(svg).match(/M/g)).toHaveLength(2);
});

it('says so where there is nothing', () => {
  expect(renderChart([], LIGHT)).toContain('no samples in this time');
  expect(renderChart([point(0, MISSING)], LIGHT)).toContain('no samples in this time');
});

it('writes times in UTC and values with the unit of their size', () => {
  const svg = renderChart([point(0, { value: 2e9 }), point(180, { value: 5e9 })], { ...LIGHT, unit: 'bytes/s' });
  for (const label of ['>13:00<', '>GB/s<', '>4<', '>18 Nov 2026, UTC<']) expect(svg).toContain(label);
});

it('lets no name break the drawing', () => {
  const svg = renderChart([point(0)], { ...LIGHT, title: '</text><script>"&\u0000' });
  expect(svg).not.toContain('<script>');
  expect(svg).not.toContain('\u0000');
  expect(svg).toContain('&lt;/text&gt;&lt;script&gt;&quot;&amp;');
});

it('lets no band, however wide, flatten the line', () => {
  const svg = renderChart([point(0), point(1, { value: 12, upper: 1e9, lower: Number.NEGATIVE_INFINITY })], LIGHT);
  const heights = [...valuePath(svg).matchAll(/,(\d+(?:\.\d+)?)/g)].map((match) => Number(match[1]));
  expect(Math.abs(heights[0]! - heights[1]!)).toBeGreaterThan(40);
});

it('draws whatever there is without a coordinate that is no number', () => {
  const value = fc.oneof(
    fc.double({ min: -1e15, max: 1e15 }),
    fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY),
  );
  const points = fc.array(
    fc.record({
      timeMs: fc.integer({ min: 0, max: 4e12 }),
      value,
      expected: value,
      lower: value,
      upper: value,
      score: value,
    }),
    { maxLength: 20 },
  );
  const options = fc.record({
    title: fc.string({ unit: ANY_CHARACTER }),
    unit: fc.constantFrom(...UNITS),
    theme: fc.constantFrom(...THEMES),
    momentMs: fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(points, options, (given, how) => {
      const svg = renderChart(given, { ...how, title: 'any' });
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(renderChart([], how)).toMatch(/^<svg [\s\S]*<\/svg>$/);
    }),
  );
});
