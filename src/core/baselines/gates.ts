import type { SignalDefinition } from '../model/signal.ts';
import { PEERS_MAXIMUM } from './peers.ts';

const UP = 1;
const DOWN = 2;

/** What the catalogue says of each slot's signal: which side is news, how small a deviation never is, which range holds. */
export class Gates {
  private definitions: SignalDefinition[] = [];
  private readonly indexes = new Map<SignalDefinition, number>();
  private slots = new Uint16Array(0);
  private readonly firstSlots: number[][] = [];

  add(slot: number, definition: SignalDefinition): void {
    let index = this.indexes.get(definition);
    if (index === undefined) {
      index = this.definitions.push(definition) - 1;
      this.indexes.set(definition, index);
      this.firstSlots.push([]);
    }
    if (slot >= this.slots.length) {
      const slots = new Uint16Array(Math.max(1024, Math.ceil(slot * 1.25)));
      slots.set(this.slots);
      this.slots = slots;
    }
    this.slots[slot] = index;
    const peers = this.firstSlots[index]!;
    if (peers.length < PEERS_MAXIMUM) peers.push(slot);
  }

  /** The first slots of the same signal: this slot's peers, itself perhaps among them. */
  peers(slot: number): readonly number[] {
    return this.firstSlots[this.slots[slot]!]!;
  }

  definition(slot: number): SignalDefinition {
    return this.definitions[this.slots[slot]!]!;
  }
}

/** The smallest deviation that may be news, in the signal's unit. */
export function smallestNews(definition: SignalDefinition, expected: number): number {
  return Math.max(definition.minimumAbsolute, definition.minimumRelative * Math.abs(expected));
}

/** Whether a deviation of this sign may be news. */
export function isNews(definition: SignalDefinition, deviation: number): boolean {
  const sides = definition.direction === 'both' ? UP | DOWN : definition.direction === 'up' ? UP : DOWN;
  return (sides & (deviation > 0 ? UP : DOWN)) !== 0;
}

/** The value within the signal's range. */
export function withinRange(definition: SignalDefinition, value: number): number {
  const { range } = definition;
  return range === undefined ? value : Math.min(range[1], Math.max(range[0], value));
}
