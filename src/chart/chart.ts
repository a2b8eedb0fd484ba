import { type ScaleLinear, type ScaleTime, scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { HistoryPoint } from '../core/model/history-point.ts';
import type { Unit } from '../core/model/signal.ts';
import { axisUnit } from './axis-unit.ts';
import { HEIGHT, legend, momentMark, PLOT, text, titles, WIDTH } from './chart-parts.ts';
import { PALETTES, type Palette, type Theme } from './chart-theme.ts';
import { valueDomain } from './value-domain.ts';

/** What a chart says beside its points. */
export interface ChartOptions {
  readonly title: string;
  readonly unit: Unit;
  /** Unix milliseconds: a line marks it. */
  readonly momentMs?: number | undefined;
  readonly theme: Theme;
}

interface Scales {
  readonly x: ScaleTime<number, number>;
  /** Of shown numbers: a value over the axis' divisor. */
  readonly y: ScaleLinear<number, number>;
  readonly divisor: number;
}

/**
 * A signal with its band over time, as SVG of 800 by 300: value, band, what was expected, points beyond the alert line, the moment. Where
 * the signal was missing is a gap. Times are UTC. The same points give the same bytes.
 */
export function renderChart(points: readonly HistoryPoint[], options: ChartOptions): string {
  const palette = PALETTES[options.theme];
  const domain = valueDomain(points);
  const body = domain === undefined ? [noData(palette)] : drawn(points, domain, options);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="DejaVu Sans, Verdana, sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${palette.background}"/>`,
    ...titles(options.title, points, palette),
    ...body,
    '</svg>',
  ].join('\n');
}

function drawn(points: readonly HistoryPoint[], domain: readonly [number, number], options: ChartOptions): string[] {
  const palette = PALETTES[options.theme];
  const { divisor, suffix, title } = axisUnit(options.unit, Math.max(Math.abs(domain[0]), Math.abs(domain[1])));
  const scales = scalesOf(points, domain, { divisor, momentMs: options.momentMs });
  return [
    text(title, { x: 20, y: 48, fill: palette.muted }),
    ...legend(palette, points),
    bandArea(points, scales, palette),
    ...valueAxis(scales, suffix, palette),
    ...timeAxis(scales, palette),
    ...curves(points, scales, palette),
    ...mark(points, scales, options),
  ];
}

function scalesOf(
  points: readonly HistoryPoint[],
  [least, most]: readonly [number, number],
  { divisor, momentMs }: { readonly divisor: number; readonly momentMs: number | undefined },
): Scales {
  const times = [...points.map(({ timeMs }) => timeMs), ...(momentMs === undefined ? [] : [momentMs])];
  const fromMs = times.reduce((a, b) => Math.min(a, b));
  const toMs = times.reduce((a, b) => Math.max(a, b));
  // One point alone stands in the middle of a minute.
  const ends = toMs > fromMs ? [fromMs, toMs] : [fromMs - 30_000, toMs + 30_000];
  return {
    x: scaleUtc(ends, [PLOT.left, PLOT.right]),
    // A band, which may be infinite, ends at the edges.
    y: scaleLinear([least / divisor, most / divisor], [PLOT.bottom, PLOT.top]).clamp(true),
    divisor,
  };
}

function valueAxis({ y }: Scales, suffix: string, palette: Palette): string[] {
  const ticks = y.ticks(5);
  const format = y.tickFormat(5, ',f');
  return ticks.flatMap((tick) => {
    const at = place(y(tick));
    return [
      `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}" stroke="${palette.grid}"/>`,
      text(format(tick) + (tick === 0 ? '' : suffix), {
        x: PLOT.left - 8,
        y: at + 4,
        fill: palette.muted,
        anchor: 'end',
      }),
    ];
  });
}

function timeAxis({ x }: Scales, palette: Palette): string[] {
  // A day's name at its midnight, hours and minutes between, seconds where the chart is that short.
  const ticks = x.ticks(8);
  const isShort = ticks.some((tick) => tick.getUTCSeconds() !== 0);
  return [
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}" stroke="${palette.muted}" stroke-opacity="0.6"/>`,
    ...ticks.flatMap((tick) => {
      const at = place(x(tick));
      const isMidnight = tick.getTime() % 86_400_000 === 0;
      const label = isMidnight ? dayName(tick) : tick.toISOString().slice(11, isShort ? 19 : 16);
      return [
        `<line x1="${at}" x2="${at}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 4}" stroke="${palette.muted}" stroke-opacity="0.6"/>`,
        text(label, { x: at, y: PLOT.bottom + 18, fill: palette.muted, anchor: 'middle' }),
      ];
    }),
  ];
}

function dayName(date: Date): string {
  return date.toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
}

/** Below the grid, which then shows through it. */
function bandArea(points: readonly HistoryPoint[], { x, y, divisor }: Scales, palette: Palette): string {
  const band = area<HistoryPoint>(
    ({ timeMs }) => place(x(timeMs)),
    ({ lower }) => place(y(lower / divisor)),
    ({ upper }) => place(y(upper / divisor)),
  ).defined(hasBand);
  return `<path d="${band(points) ?? ''}" fill="${palette.band}"/>`;
}

function curves(points: readonly HistoryPoint[], { x, y, divisor }: Scales, palette: Palette): string[] {
  const atTime = ({ timeMs }: HistoryPoint) => place(x(timeMs));
  const at = (value: number) => place(y(value / divisor));
  const expected = line<HistoryPoint>(atTime, (point) => at(point.expected)).defined(hasBand);
  const value = line<HistoryPoint>(atTime, (point) => at(point.value)).defined((point) => Number.isFinite(point.value));
  const unusual = points.filter(({ score, value: shown }) => score >= 1 && Number.isFinite(shown));
  return [
    `<path d="${expected(points) ?? ''}" fill="none" stroke="${palette.expected}" stroke-width="1.25" stroke-dasharray="5 4"/>`,
    `<path d="${value(points) ?? ''}" fill="none" stroke="${palette.value}" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"/>`,
    ...unusual.map(
      (point) => `<circle cx="${atTime(point)}" cy="${at(point.value)}" r="2.4" fill="${palette.moment}"/>`,
    ),
  ];
}

function mark(points: readonly HistoryPoint[], { x, y, divisor }: Scales, { momentMs, theme }: ChartOptions): string[] {
  if (momentMs === undefined) return [];
  const before = points.findLast(({ timeMs, value }) => timeMs <= momentMs && Number.isFinite(value));
  return momentMark({
    x: place(x(momentMs)),
    y: before && place(y(before.value / divisor)),
    timeMs: momentMs,
    palette: PALETTES[theme],
  });
}

function noData(palette: Palette): string {
  return text('no samples in this time', { x: WIDTH / 2, y: HEIGHT / 2 + 16, fill: palette.muted, anchor: 'middle' });
}

function hasBand({ value, expected, lower, upper }: HistoryPoint): boolean {
  return ![value, expected, lower, upper].some(Number.isNaN);
}

/** A tenth of a pixel is enough. */
function place(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
