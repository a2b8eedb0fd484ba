import type { Alert } from '../api/types.ts';
import { share } from '../format/quantity.ts';

const WHOLE = 100;
/** Less explains nothing. */
const SHARE_MINIMUM = 0.005;

/** What explains the rise, and how much of it. */
export function Causes({ causes }: { readonly causes: Alert['causes'] }) {
  const telling = causes.filter(({ share: part }) => Math.abs(part ?? 0) >= SHARE_MINIMUM);
  return (
    <ul class="causes">
      {telling.map(({ cause, share: part }) => (
        <li key={cause}>
          <span>{cause}</span>
          <strong>{share(part)}</strong>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="band-track" width={WHOLE} height="6" />
            <rect class="cause-share" width={Math.min(WHOLE, Math.max(0, (part ?? 0) * WHOLE))} height="6" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
