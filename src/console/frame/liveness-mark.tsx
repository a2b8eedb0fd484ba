import { type Liveness, live } from '../live/live.ts';
import { useCell } from '../live/use-cell.ts';

const WORDS: Readonly<Record<Liveness, readonly [string, string]>> = {
  live: ['Live', 'Told of every change as it happens'],
  polling: ['Polling', 'The event stream is away; asking every few seconds'],
  away: ['No answer', 'Gauger does not answer; what you see is the last it said'],
};

/** Whether what is shown is what is. */
export function LivenessMark() {
  const liveness = useCell(live.liveness);
  const [word, help] = WORDS[liveness];
  return (
    <span class={`liveness is-${liveness}`} role="status" title={help}>
      {word}
    </span>
  );
}
