import { type Bytes, CLOSE_BRACE, SPACE, TAB } from './bytes.ts';

/** What stands before a sample's value: from `from` to `valueAt`. */
export interface Prefix {
  readonly from: number;
  readonly valueAt: number;
  readonly hash: number;
}

/** A prefix that ends in a blank or a brace cannot go on as a longer name; only such a one may be remembered. */
export function isClosed(bytes: Bytes, { valueAt }: Prefix): boolean {
  const last = bytes[valueAt - 1];
  return last === SPACE || last === TAB || last === CLOSE_BRACE;
}
