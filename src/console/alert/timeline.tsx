import type { AlertDetails } from '../api/types.ts';
import { scoreInWords } from '../format/quantity.ts';
import { absolute, clockTime } from '../format/time.ts';

const WORDS: Readonly<Record<string, string>> = {
  pending: 'Seen for the first time',
  fired: 'Began to fire',
  updated: 'Got worse',
  resolved: 'Resolved',
  dropped: 'Went away before it fired',
};

/** The alert's life, the latest first. */
export function Timeline({ alert: { history } }: { readonly alert: AlertDetails }) {
  return (
    <ol class="timeline">
      {[...history].reverse().map(({ time, change, severity, score, summary }) => (
        <li key={`${time} ${change}`} class={`severity-${severity}`}>
          <time dateTime={time} title={absolute(Date.parse(time))}>
            {clockTime(Date.parse(time))}
          </time>
          <div>
            <strong>{WORDS[change] ?? change}</strong> <small>score {scoreInWords(score)}</small>
            <p>{summary}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
