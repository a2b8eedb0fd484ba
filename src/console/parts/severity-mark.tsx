import type { Alert } from '../api/types.ts';
import { Mark } from './mark.tsx';

/** How bad an alert is. */
export function SeverityMark({ severity }: { readonly severity: Alert['severity'] }) {
  return <Mark tone={severity} icon={severity} word={severity} />;
}
