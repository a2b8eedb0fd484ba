import type { SignalDefinition } from '../model/signal.ts';
import { grown, uint8s } from './grown.ts';
import { remember, type SlotMemory } from './slot-memory.ts';

/** Makes the memories of slots, from what another process left where it left anything, and tells which are worth keeping anew. */
export class KeptMemories {
  /** Changes with the meaning of a dump; one of another version is not loaded. */
  static readonly VERSION = 1;

  private readonly memories = new Map<number, SlotMemory>();
  /** By slot: 1 where it changed. */
  private changed = uint8s(0);
  /** By key of the signal, until it is seen. */
  private readonly left = new Map<string, Uint8Array>();

  /** Takes what another process dumped of the signal with this key. */
  restore(key: string, state: Uint8Array): void {
    this.left.set(key, state);
  }

  /** The memory of a new slot; undefined where its signal has none. */
  open(slot: number, { memory, denominatorMinimum }: SignalDefinition, key: string): SlotMemory | undefined {
    if (memory === undefined) return undefined;
    const made = remember(memory, denominatorMinimum);
    const left = this.left.get(key);
    this.left.delete(key);
    if (left !== undefined) made.load(numbersOf(left));
    this.memories.set(slot, made);
    this.changed = grown(this.changed, slot + 1, uint8s);
    return made;
  }

  /** The slot's memory took something new. */
  note(slot: number): void {
    this.changed[slot] = 1;
  }

  /** Slots whose memory changed since the last call. */
  takeChanged(): number[] {
    const slots = [...this.memories].filter(([slot, { isKept }]) => this.changed[slot] === 1 && isKept !== true);
    this.changed.fill(0);
    return slots.map(([slot]) => slot);
  }

  /** The slot's memory as bytes; undefined where it has none. */
  dump(slot: number): Uint8Array | undefined {
    const memory = this.memories.get(slot);
    return memory && new Uint8Array(Float64Array.from(memory.dump()).buffer);
  }
}

/**
 * What is no whole number of numbers is no dump: an empty one, which no memory takes. The bytes are copied, for those of a Node buffer lie
 * anywhere in a larger one, and its `slice` copies nothing.
 */
function numbersOf(state: Uint8Array): number[] {
  const isWhole = state.length % Float64Array.BYTES_PER_ELEMENT === 0;
  return isWhole ? [...new Float64Array(new Uint8Array(state).buffer)] : [];
}
