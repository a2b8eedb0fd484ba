import { inWords } from '../format/quantity.ts';
import { DAYS, HOURS, heatStep, weekRows } from './week-rows.ts';

export interface WeekProfileProps {
  readonly timeZone: string;
  readonly hours: readonly (number | null)[];
  readonly unit: string;
}

/** What is expected at each hour of the week: a row a day, a column an hour. */
export function WeekProfile({ timeZone, hours, unit }: WeekProfileProps) {
  const highest = Math.max(...hours.map((value) => value ?? 0));
  return (
    <figure class="week">
      <figcaption class="note">
        Expected by hour of the week, {timeZone}; the strongest is {inWords(highest, unit)}
      </figcaption>
      <svg viewBox="0 0 270 78" role="img" aria-label="A weaker or stronger field for each hour of the week">
        {weekRows(hours).map((row, day) => (
          <g key={DAYS[day]}>
            <text x="0" y={day * 11 + 8}>
              {DAYS[day]}
            </text>
            {row.map((value, hour) => (
              <rect
                key={HOURS[hour]}
                class={`heat-${value === null ? 'none' : heatStep(value, highest)}`}
                x={30 + hour * 10}
                y={day * 11}
                width="9"
                height="10"
                rx="1.5"
              >
                <title>{`${DAYS[day]} ${HOURS[hour]}: ${inWords(value, unit)}`}</title>
              </rect>
            ))}
          </g>
        ))}
      </svg>
    </figure>
  );
}
