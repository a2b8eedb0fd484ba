import type uPlot from 'uplot';
import { besideAxis } from '../format/quantity.ts';
import { clockTime } from '../format/time.ts';
import type { ChartColours } from './chart-colours.ts';

export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly colours: ChartColours;
  /** Unix milliseconds: drawn as a line from top to bottom. */
  readonly momentsMs: readonly number[];
  readonly onPoint: (index: number | undefined) => void;
}

const LOWER = 1;
const UPPER = 2;
const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;

/** A line over its band, in uPlot's words. */
export function chartOptions({ width, height, unit, colours, momentsMs, onPoint }: ChartLook): uPlot.Options {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: colours.text, font, ticks: { show: false }, grid: { stroke: colours.grid, width: 1 } };
  return {
    width,
    height,
    legend: { show: false },
    tzDate: (seconds) => utc(new Date(seconds * 1000)),
    scales: { y: { range: (_chart, low, high) => roomy(low, high) } },
    series: [
      {},
      { points: { show: false } },
      { points: { show: false } },
      { stroke: colours.expected, width: 1, dash: [4, 4], points: { show: false } },
      { stroke: colours.value, width: 2, points: { show: false }, spanGaps: false },
    ],
    bands: [{ series: [UPPER, LOWER], fill: colours.band }],
    axes: [
      { ...axis, size: 30, values: (_chart, splits, _axis, _space, step) => splits.map((at) => moment(at, step)) },
      { ...axis, size: 68, values: (_chart, splits) => splits.map((value) => besideAxis(value, unit)) },
    ],
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    hooks: {
      setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)],
      draw: [(chart) => drawMoments(chart, momentsMs, colours.moment)],
    },
  };
}

function moment(seconds: number, stepSeconds: number): string {
  if (stepSeconds >= DAY_SECONDS) return new Date(seconds * 1000).toISOString().slice(5, 10);
  const time = clockTime(seconds * 1000);
  return stepSeconds >= MINUTE_SECONDS ? time.slice(0, 5) : time;
}

/** uPlot places its ticks by local time; this date's local time is UTC. */
function utc(date: Date): Date {
  return new Date(date.getTime() + date.getTimezoneOffset() * MINUTE_SECONDS * 1000);
}

/** Zero is in sight unless it is far away, and nothing touches the border. */
function roomy(low: number, high: number): [number, number] {
  if (low === high) return [Math.min(0, low), low === 0 ? 1 : Math.max(0, high * 2)];
  const room = (high - low) * 0.08;
  const bottom = low >= 0 && low < (high - low) * 2 ? 0 : low - room;
  return [bottom, high + room];
}

function drawMoments({ ctx, bbox, valToPos, scales }: uPlot, momentsMs: readonly number[], colour: string): void {
  const { min = 0, max = 0 } = scales['x'] ?? {};
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  for (const timeMs of momentsMs) {
    const seconds = timeMs / 1000;
    if (seconds < (min ?? 0) || seconds > (max ?? 0)) continue;
    const x = Math.round(valToPos(seconds, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
