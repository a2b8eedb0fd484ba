/** A baseline, or what a signal remembers (`signal` is `memory:<signal>` then), as it is kept between two lives of the process. */
export interface BaselineRow {
  /** `<signal id>|<entity key>`. */
  readonly key: string;
  readonly signal: string;
  readonly entity: string;
  readonly version: number;
  readonly state: Uint8Array;
  /** Event time of the checkpoint, Unix milliseconds. */
  readonly updatedMs: number;
}
