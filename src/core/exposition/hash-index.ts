/** Longest chain that is followed: with good hashes chains of dozens are already rare, and only made-up input needs more. */
const PROBES_MAXIMUM = 1024;
const CAPACITY_MINIMUM = 64;

/**
 * Small integers by 32-bit hash: open addressing with linear probing, at most half full, 16 to 32 bytes an entry. It knows no keys: the caller
 * walks the candidates of a hash (`first`, `next`) and compares them itself. Chains are bounded, so that made-up collisions cost memory of
 * things remembered, never time.
 */
export class HashIndex {
  /** Value + 1 in even places (0: free), its hash in odd ones. */
  #slots = new Int32Array(2 * CAPACITY_MINIMUM);
  #capacity = CAPACITY_MINIMUM;
  #size = 0;
  #at = 0;
  #probes = 0;

  /** The first value under `hash`, -1 if none. */
  first(hash: number): number {
    this.#at = (hash & (this.#capacity - 1)) - 1;
    this.#probes = 0;
    return this.next(hash);
  }

  /** The next value under the same hash, -1 when there is no more. */
  next(hash: number): number {
    const slots = this.#slots;
    const mask = this.#capacity - 1;
    while (this.#probes < PROBES_MAXIMUM) {
      this.#at = (this.#at + 1) & mask;
      this.#probes += 1;
      const stored = slots[2 * this.#at] ?? 0;
      if (stored === 0) return -1;
      if (slots[2 * this.#at + 1] === hash) return stored - 1;
    }
    return -1;
  }

  /** False when the chain of this hash is full: the value is then not kept. */
  add(hash: number, value: number): boolean {
    if (2 * (this.#size + 1) > this.#capacity) this.#grow();
    if (!this.#put(hash, value)) return false;
    this.#size += 1;
    return true;
  }

  /** Forgets a value; nothing happens when it is not there. */
  remove(hash: number, value: number): void {
    for (let found = this.first(hash); found >= 0; found = this.next(hash)) {
      if (found !== value) continue;
      this.#free(this.#at);
      this.#size -= 1;
      return;
    }
  }

  clear(): void {
    this.#capacity = CAPACITY_MINIMUM;
    this.#slots = new Int32Array(2 * CAPACITY_MINIMUM);
    this.#size = 0;
  }

  #put(hash: number, value: number): boolean {
    const slots = this.#slots;
    const mask = this.#capacity - 1;
    let at = hash & mask;
    for (let probes = 0; probes < PROBES_MAXIMUM; probes += 1) {
      if (slots[2 * at] === 0) {
        slots[2 * at] = value + 1;
        slots[2 * at + 1] = hash;
        return true;
      }
      at = (at + 1) & mask;
    }
    return false;
  }

  /** Closes the gap, so that no chain is broken (Knuth, The Art of Computer Programming 3, 6.4, algorithm R). */
  #free(hole: number): void {
    const slots = this.#slots;
    const mask = this.#capacity - 1;
    let gap = hole;
    for (let at = (gap + 1) & mask; slots[2 * at] !== 0; at = (at + 1) & mask) {
      const hash = slots[2 * at + 1] ?? 0;
      if (((at - hash) & mask) < ((at - gap) & mask)) continue;
      slots[2 * gap] = slots[2 * at] ?? 0;
      slots[2 * gap + 1] = hash;
      gap = at;
    }
    slots[2 * gap] = 0;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#slots = new Int32Array(2 * this.#capacity);
    for (let at = 0; at < old.length; at += 2) {
      const stored = old[at] ?? 0;
      if (stored !== 0) this.#put(old[at + 1] ?? 0, stored - 1);
    }
  }
}
