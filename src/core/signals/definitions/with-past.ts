import { NEVER_NEWS, type SignalDefinition } from '../../model/signal.ts';
import { LATELY_WINDOW_MS } from './thresholds.ts';

/**
 * A signal, its mean of the last minutes (of which `latelyMinimum` more may be news), and the highest that this mean was at this time of
 * day in the last week: detectors compare the two (see `beyondLastWeek`).
 */
export function withPast(signal: SignalDefinition, latelyMinimum: number = signal.minimumAbsolute): SignalDefinition[] {
  const { id, help } = signal;
  const what = help.slice(0, -1);
  return [
    signal,
    {
      ...signal,
      minimumAbsolute: latelyMinimum,
      id: `${id}Lately`,
      help: `${what}; over the last twenty minutes or so.`,
      memory: { of: 'lately', windowMs: LATELY_WINDOW_MS },
    },
    {
      ...signal,
      minimumAbsolute: NEVER_NEWS,
      id: `${id}WeekHighest`,
      help: `${what}; the highest over twenty minutes at this time of day in the last seven days.`,
      memory: { of: 'weekHighest', windowMs: LATELY_WINDOW_MS },
    },
  ];
}
