import type { ServiceOptions } from './ask-service.ts';
import { ALERT_ID, explainAlert } from './explain-alert.ts';
import { explainSignal } from './explain-signal.ts';

/** Options of `gauger explain`. */
export interface ExplainOptions extends ServiceOptions {
  readonly json?: boolean;
}

/**
 * Explains a signal or an alert to a person.
 * @param what key of a signal, or its id, or the id of an alert
 * @param entity name of its entity, or a part of it
 */
export async function explain(what: string, entity: string | undefined, options: ExplainOptions): Promise<number> {
  if (ALERT_ID.test(what)) return explainAlert(what, options);
  return explainSignal({ signal: what, entity }, options);
}
