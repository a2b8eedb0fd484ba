import type { HistoryPoint } from '../core/model/history-point.ts';
import type { Palette } from './chart-theme.ts';

/** Pixels of the drawing; as an image it is twice as large. */
export const WIDTH = 800;
export const HEIGHT = 300;
/** Where the curves are. */
export const PLOT = { left: 68, right: 780, top: 62, bottom: 262 } as const;

/** Characters of a title that fit beside the date. */
const TITLE_LENGTH = 66;

/** Where a text stands, in pixels from the upper left corner, and how it looks. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly attributes?: string;
}

/** Text from anywhere: names of tenants and models may hold anything. */
export function text(content: string, { x, y, fill, anchor = 'start', attributes = '' }: TextPlace): string {
  return `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}"${attributes}>${escaped(content)}</text>`;
}

/** The title, for eyes and for screen readers, and the days that are shown. */
export function titles(title: string, points: readonly HistoryPoint[], palette: Palette): string[] {
  const shown = title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH - 1)}…` : title;
  return [
    `<title>${escaped(title)}</title>`,
    text(shown, { x: 20, y: 27, fill: palette.text, attributes: ' font-size="14" font-weight="bold"' }),
    text(days(points), { x: PLOT.right, y: 27, fill: palette.muted, anchor: 'end' }),
  ];
}

/** What each kind of line means. */
export function legend(palette: Palette, points: readonly HistoryPoint[]): string[] {
  const y = 44;
  const isUnusual = points.some(({ score }) => score >= 1);
  return [
    ...(isUnusual
      ? [
          `<circle cx="430" cy="${y}" r="3" fill="${palette.moment}"/>`,
          text('beyond the alert line', { x: 439, y: y + 4, fill: palette.muted }),
        ]
      : []),
    `<line x1="571" x2="591" y1="${y}" y2="${y}" stroke="${palette.value}" stroke-width="2"/>`,
    text('value', { x: 597, y: y + 4, fill: palette.muted }),
    `<line x1="643" x2="663" y1="${y}" y2="${y}" stroke="${palette.expected}" stroke-width="1.25" stroke-dasharray="5 4"/>`,
    text('expected', { x: 669, y: y + 4, fill: palette.muted }),
    `<rect x="735" y="${y - 5}" width="12" height="10" rx="1.5" fill="${palette.band}"/>`,
    text('band', { x: 780, y: y + 4, fill: palette.muted, anchor: 'end' }),
  ];
}

/** A moment on the chart, in pixels; `timeMs` (Unix milliseconds) is written on its flag. */
export interface MomentMark {
  readonly x: number;
  /** Of the value then; absent: it was missing. */
  readonly y: number | undefined;
  readonly timeMs: number;
  readonly palette: Palette;
}

const FLAG_WIDTH = 92;

/** A line at the moment, a flag with its time, a ring around the value. */
export function momentMark({ x, y, timeMs, palette }: MomentMark): string[] {
  const flagX = Math.round(Math.max(PLOT.left, Math.min(PLOT.right - FLAG_WIDTH, x - FLAG_WIDTH / 2)));
  const ring = `<circle cx="${x}" cy="${y}" r="4.5" fill="${palette.background}" stroke="${palette.moment}" stroke-width="2.25"/>`;
  return [
    `<line x1="${x}" x2="${x}" y1="${PLOT.top}" y2="${PLOT.bottom}" stroke="${palette.moment}" stroke-width="1.25"/>`,
    ...(y === undefined ? [] : [ring]),
    `<rect x="${flagX}" y="${PLOT.top - 8}" width="${FLAG_WIDTH}" height="17" rx="3" fill="${palette.moment}"/>`,
    text(`${new Date(timeMs).toISOString().slice(11, 19)} UTC`, {
      x: flagX + FLAG_WIDTH / 2,
      y: PLOT.top + 4.5,
      fill: palette.onMoment,
      anchor: 'middle',
    }),
  ];
}

function days(points: readonly HistoryPoint[]): string {
  const [first, last] = [points[0], points.at(-1)].map((point) => (point === undefined ? '' : day(point.timeMs)));
  if (first === undefined || first === '') return '';
  return first === last ? `${first}, UTC` : `${first} to ${last}, UTC`;
}

function day(timeMs: number): string {
  const options = { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Date(timeMs).toLocaleDateString('en-GB', options);
}

/** XML knows no control characters at all, escaped or not. */
function escaped(content: string): string {
  return content
    .replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
