import { session } from '../api/session.ts';
import type { Alert } from '../api/types.ts';
import { addressOf, type Route } from '../format/route.ts';
import { useCell } from '../live/use-cell.ts';
import { useList } from '../live/use-query.ts';
import { OPEN_ALERTS } from '../now/paths.ts';
import { LivenessMark } from './liveness-mark.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const PLACES: readonly (readonly [string, Route, readonly Route['page'][]])[] = [
  ['Now', { page: 'now' }, ['now', 'alert']],
  ['Signals', { page: 'signals', search: '' }, ['signals', 'signal']],
  ['Detectors', { page: 'detectors' }, ['detectors']],
  ['Targets', { page: 'targets' }, ['targets']],
];

/** The name, the places, and whether what is shown is live. */
export function TopBar({ page }: { readonly page: Route['page'] }) {
  const hasToken = useCell(session.token) !== undefined;
  const firing =
    useList<Alert>(OPEN_ALERTS, 'alerts').value?.items.filter(({ state }) => state === 'firing').length ?? 0;
  return (
    <header class="top-bar">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <a class="wordmark" href={addressOf({ page: 'now' })}>
        Gauger
      </a>
      <nav aria-label="Pages">
        {PLACES.map(([name, to, pages]) => (
          <a href={addressOf(to)} aria-current={pages.includes(page) ? 'page' : undefined} key={name}>
            {name}
            {to.page === 'now' && firing > 0 && (
              <span class="badge">
                {firing}
                <span class="unseen"> firing</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <div class="top-end">
        <LivenessMark />
        <ThemeSwitch />
        {hasToken && (
          <button type="button" class="quiet-button" onClick={() => session.signOut()}>
            Sign out
          </button>
        )}
      </div>
    </header>
  );
}
