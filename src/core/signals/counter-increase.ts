/** What a counter gained between two samples: one that fell was restarted at 0 in between (as Prometheus' `increase` sees it). */
export function counterIncrease(before: number, now: number): number {
  return now >= before ? now - before : Math.max(0, now);
}
