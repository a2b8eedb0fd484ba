import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { HistoryPoint } from '../api/types.ts';
import { bandInWords, inWords, scoreInWords } from '../format/quantity.ts';
import { absolute } from '../format/time.ts';
import { THEME } from '../frame/theme.ts';
import { useCell } from '../live/use-cell.ts';
import { chartColours } from './chart-colours.ts';
import { chartColumns } from './chart-columns.ts';
import { chartOptions } from './chart-options.ts';

export interface BandChartProps {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly HistoryPoint[];
  readonly momentsMs?: readonly number[];
}

const HEIGHT = 260;
const NONE: readonly number[] = [];

/** A signal over time: its value over the band of its baseline, and the moments that matter. */
export function BandChart({ title, unit, points, momentsMs = NONE }: BandChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const [index, setIndex] = useState<number>();
  const scheme = useScheme();
  const marks = momentsMs.join(' ');
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const colours = chartColours(element);
    const look = { width: element.clientWidth, height: HEIGHT, unit, colours, momentsMs, onPoint: setIndex };
    const drawn = new uPlot(chartOptions(look), chartColumns(points), element);
    chart.current = drawn;
    const resized = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      drawn.destroy();
    };
  }, [unit, marks, scheme]);
  useEffect(() => chart.current?.setData(chartColumns(points)), [points]);
  const point = points[index ?? points.length - 1];
  return (
    <figure class="chart">
      <div ref={place} role="img" aria-label={`${title} over time; the table below has the numbers`} />
      <figcaption>
        <span class="key key-value">value</span>
        <span class="key key-expected">expected</span>
        <span class="key key-band">usual</span>
        {momentsMs.length > 0 && <span class="key key-moment">alert</span>}
        {point !== undefined && <span class="readout">{readout(point, unit)}</span>}
      </figcaption>
      <PointTable points={points} unit={unit} />
    </figure>
  );
}

function readout({ time, value, lower, upper, score }: HistoryPoint, unit: string): string {
  const parts = [inWords(value, unit), `usually ${bandInWords(lower, upper, unit)}`, `score ${scoreInWords(score)}`];
  return `${absolute(Date.parse(time))}: ${parts.join(', ')}`;
}

/** More rows are no table to read. */
const ROWS = 60;

function PointTable({ points, unit }: Pick<BandChartProps, 'points' | 'unit'>) {
  return (
    <details>
      <summary>As a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Value</th>
            <th scope="col">Expected</th>
            <th scope="col">Usual</th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          {points.slice(-ROWS).map(({ time, value, expected, lower, upper, score }) => (
            <tr key={time}>
              <th scope="row">{absolute(Date.parse(time))}</th>
              <td class="number">{inWords(value, unit)}</td>
              <td class="number">{inWords(expected, unit)}</td>
              <td class="number">{bandInWords(lower, upper, unit)}</td>
              <td class="number">{scoreInWords(score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Changes when the colours do. */
function useScheme(): string {
  const theme = useCell(THEME);
  const [dark, setDark] = useState(DARK.matches);
  useEffect(() => {
    const follow = () => setDark(DARK.matches);
    DARK.addEventListener('change', follow);
    return () => DARK.removeEventListener('change', follow);
  }, []);
  return `${theme} ${dark}`;
}
