import type { ServiceOptions } from './ask-service.ts';
import { explainSignal } from './explain-signal.ts';

export interface ExplainOptions extends ServiceOptions {
  readonly json?: boolean;
}

/**
 * Explains a signal to a person.
 * @param what key of a signal, or its id
 * @param entity name of its entity, or a part of it
 */
export async function explain(what: string, entity: string | undefined, options: ExplainOptions): Promise<number> {
  return explainSignal({ signal: what, entity }, options);
}
