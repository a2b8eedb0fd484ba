import { ABOVE, BELOW, CENTRE, FALL, RISE, SAMPLES, SCALE, SWING } from './row.ts';
import type { Rows } from './rows.ts';
import { copyTail } from './tail.ts';

/** Peers asked at most, and the samples that make one worth asking. */
export const PEERS_MAXIMUM = 64;
const MATURE_SAMPLES = 1000;
/** The peers' part in a new signal's scale; its own samples take over from there as they come. */
const PEERS_SHARE = 0.5;
const TAILS = [ABOVE, BELOW, RISE, FALL];

/**
 * A new entity starts from the prior of its peers: the same signal of other entities. Their usual scale, as a share of their
 * level, is blended into its own; and its tails start from the tails of the peer whose share is the median one, believed
 * like a prior and not like its own peaks, so that they are left again within days.
 */
export function startFromPeers(rows: Rows, slot: number, peers: readonly number[]): void {
  const mature = peers.filter((peer) => peer !== slot && numberOf(rows, peer, SAMPLES) >= MATURE_SAMPLES);
  if (mature.length === 0) return;
  const byShare = mature.map((peer) => ({ peer, share: relativeScale(rows, peer) })).sort((a, b) => a.share - b.share);
  const median = byShare[Math.floor(byShare.length / 2)]!;
  const { numbers } = rows.block(slot);
  const at = rows.start(slot);
  const level = Math.abs(numbers[at + CENTRE]!) + numbers[at + SWING]!;
  numbers[at + SCALE]! += PEERS_SHARE * (median.share * level - numbers[at + SCALE]!);
  const from = rows.block(median.peer).numbers;
  for (const tail of TAILS) copyTail(from, rows.start(median.peer) + tail, numbers, at + tail);
}

function relativeScale(rows: Rows, slot: number): number {
  const level = Math.abs(numberOf(rows, slot, CENTRE)) + numberOf(rows, slot, SWING);
  return level > 0 ? numberOf(rows, slot, SCALE) / level : 0;
}

function numberOf(rows: Rows, slot: number, field: number): number {
  return rows.block(slot).numbers[rows.start(slot) + field]!;
}
