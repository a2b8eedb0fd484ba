import { ABOVE, BELOW, CENTRE, CHANGE_SCALE, FALL, RISE, SAMPLES, SCALE, SWING, tailAt } from './row.ts';
import type { Rows } from './rows.ts';
import { copyTail } from './tail.ts';

/** Peers asked at most, and the samples that make one worth asking. */
export const PEERS_MAXIMUM = 64;
const MATURE_SAMPLES = 1000;
/** The peers' part in a new signal's scale; its own samples take over from there as they come. */
const PEERS_SHARE = 0.5;
const SCALES = [SCALE, CHANGE_SCALE];
const TAILS = [ABOVE, BELOW, RISE, FALL];

/**
 * A new entity starts from the prior of its peers: the same signal of other entities. Their usual scale, as a share of their
 * level, is blended into its own; and its tails start from the tails of the peer whose share is the median one, believed
 * like a prior and not like its own peaks, so that they are left again within days.
 */
export function startFromPeers(rows: Rows, slot: number, peers: readonly number[]): void {
  const mature = peers.filter((peer) => peer !== slot && numberOf(rows, peer, SAMPLES) >= MATURE_SAMPLES);
  if (mature.length === 0) return;
  const byShare = mature
    .map((peer) => ({ peer, share: relative(rows, peer, SCALE) }))
    .sort((a, b) => a.share - b.share);
  const median = byShare[Math.floor(byShare.length / 2)]!;
  const { numbers, singles } = rows.block(slot);
  const at = rows.start(slot);
  const level = Math.abs(numbers[at + CENTRE]!) + numbers[at + SWING]!;
  for (const scale of SCALES) {
    const theirs = relative(rows, median.peer, scale) * level;
    numbers[at + scale]! += PEERS_SHARE * (theirs - numbers[at + scale]!);
  }
  const from = rows.block(median.peer).singles;
  for (const tail of TAILS) copyTail(from, tailAt(rows.start(median.peer), tail), singles, tailAt(at, tail));
}

/** A scale of the slot's signal as a share of its level. */
function relative(rows: Rows, slot: number, scale: number): number {
  const level = Math.abs(numberOf(rows, slot, CENTRE)) + numberOf(rows, slot, SWING);
  return level > 0 ? numberOf(rows, slot, scale) / level : 0;
}

function numberOf(rows: Rows, slot: number, field: number): number {
  return rows.block(slot).numbers[rows.start(slot) + field]!;
}
