import type { SignalReading } from '../api/ports.ts';

/**
 * Which signals are worth a series in somebody's Prometheus, when there are more than the limit: the unusual ones first, then those
 * exported last time, then the oldest. A signal that was let in stays until an unusual one needs its place, so series do not flap.
 */
export class ExportedSignals {
  private kept: ReadonlySet<number> = new Set();

  constructor(private readonly limit: number) {}

  /** The chosen ones, in the order given. */
  choose(present: readonly SignalReading[]): readonly SignalReading[] {
    const chosen = present.length <= this.limit ? present : this.best(present);
    this.kept = new Set(chosen.map(({ slot }) => slot));
    return chosen;
  }

  private best(present: readonly SignalReading[]): readonly SignalReading[] {
    const unusual = present.filter(({ score }) => score >= 1).sort((a, b) => b.score - a.score);
    const usual = present.filter(({ score }) => !(score >= 1));
    const stable = usual.filter(({ slot }) => this.kept.has(slot));
    const others = usual.filter(({ slot }) => !this.kept.has(slot));
    const slots = new Set([...unusual, ...stable, ...others].slice(0, this.limit).map(({ slot }) => slot));
    return present.filter(({ slot }) => slots.has(slot));
  }
}
