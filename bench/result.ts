/** One measured number; printed as one JSON object a line. */
export interface Result {
  /** `<group>.<what>.<how>`, for example `exposition.steady.MBps`. */
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** What else a reader needs: sizes, the best and worst round. */
  readonly [detail: string]: string | number;
}

/** A benchmark group: a file of this folder that exports `run`. */
export interface Group {
  run(): Iterable<Result> | AsyncIterable<Result>;
}
