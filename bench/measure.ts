const ROUNDS = 9;
const ROUND_MS = 200;

/** Time of one call of `work`, in seconds: the median of several rounds, after two to warm up. */
export function secondsPerCall(work: () => void): {
  readonly median: number;
  readonly best: number;
  readonly worst: number;
} {
  const calls = calibrated(work);
  const rounds = Array.from({ length: ROUNDS + 2 }, () => timed(work, calls) / calls);
  const sorted = rounds.slice(2).sort((a, b) => a - b);
  return { median: sorted[ROUNDS >> 1] ?? 0, best: sorted[0] ?? 0, worst: sorted.at(-1) ?? 0 };
}

/** Memory that `make` leaves behind while its result is alive, in bytes: heap and array buffers. Needs `node --expose-gc`. */
export function bytesHeldBy(make: () => unknown): number {
  const before = memoryBytes();
  const held = make();
  const bytes = memoryBytes() - before;
  return held === undefined ? 0 : bytes;
}

function memoryBytes(): number {
  if (globalThis.gc === undefined) throw new Error('run the benchmarks with node --expose-gc');
  for (let i = 0; i < 4; i += 1) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Calls that fill one round. */
function calibrated(work: () => void): number {
  let calls = 1;
  while (timed(work, calls) * 1000 < ROUND_MS / 4) calls *= 2;
  return calls * 4;
}

function timed(work: () => void, calls: number): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call += 1) work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
