import { useEffect, useRef, useState } from 'preact/hooks';
import type { Alert } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { OPEN_ALERTS } from '../now/paths.ts';

/** Says each new alert to a screen reader, and counts those that fire in the title of the tab. */
export function Announcer() {
  const items = useList<Alert>(OPEN_ALERTS, 'alerts').value?.items;
  const said = useRef<ReadonlySet<string>>(undefined);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (items === undefined) return;
    const firing = items.filter(({ state }) => state === 'firing');
    document.title = firing.length === 0 ? 'Gauger' : `(${firing.length}) Gauger`;
    const fresh = firing.filter(({ id }) => said.current?.has(id) === false);
    if (fresh.length > 0) setWords(fresh.map(({ severity, summary }) => `New ${severity} alert: ${summary}`).join(' '));
    said.current = new Set([...(said.current ?? []), ...firing.map(({ id }) => id)]);
  }, [items]);
  return (
    <p class="unseen" role="status" aria-live="polite" id="announcements">
      {words}
    </p>
  );
}
