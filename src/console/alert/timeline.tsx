import type { AlertDetails } from '../api/types.ts';
import { scoreInWords } from '../format/quantity.ts';
import { absolute, clockTime } from '../format/time.ts';

const WORDS: Readonly<Record<string, string>> = {
  pending: 'Seen for the first time',
  fired: 'Began to fire',
  updated: 'Got worse',
  resolved: 'Resolved',
  dropped: 'Went away before it fired',
  acknowledged: 'Acknowledged',
  unacknowledged: 'Acknowledgement taken back',
  silenced: 'Silenced',
  unsilenced: 'Silent no more',
  judged: 'A verdict was given',
};

/** The alert's life, the latest first. */
export function Timeline({ alert: { history } }: { readonly alert: AlertDetails }) {
  return (
    <ol class="timeline">
      {[...history].reverse().map(({ time, change, severity, score, summary, by, comment }) => (
        <li key={`${time} ${change}`} class={by === undefined ? `severity-${severity}` : 'by-person'}>
          <time dateTime={time} title={absolute(Date.parse(time))}>
            {clockTime(Date.parse(time))}
          </time>
          <div>
            <strong>{WORDS[change] ?? change}</strong>{' '}
            <small>{by === undefined ? `score ${scoreInWords(score)}` : `by ${by}`}</small>
            <p>{by === undefined ? summary : comment}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
