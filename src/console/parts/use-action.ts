import { useState } from 'preact/hooks';
import type { Answer } from '../api/ask.ts';
import { live } from '../live/live.ts';

/** Something that a person can do once at a time, and how it went. */
export interface Action {
  /** Does it; a sentence where it did not work. */
  readonly run: (doIt: () => Promise<Answer<unknown>>) => Promise<string | undefined>;
  readonly busy: boolean;
  readonly trouble: string | undefined;
}

/** Something a person does to an alert: once at a time, and what follows from it is shown at once. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const run: Action['run'] = async (doIt) => {
    setBusy(true);
    const answer = await doIt();
    setBusy(false);
    const detail = answer.ok ? undefined : answer.detail;
    setTrouble(detail);
    if (answer.ok) live.tell('alerts');
    return detail;
  };
  return { run, busy, trouble };
}
