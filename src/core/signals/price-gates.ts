import type { Inputs } from './inputs.ts';
import type { MeasureColumns } from './measure-columns.ts';

interface Gate {
  /** Spend counters of the model. */
  readonly spend: Set<number>;
  /** Contributions that stand in for them, with their factors. */
  readonly priced: Map<number, number>;
}

/** More models than any gateway serves; beyond it the oldest is forgotten. */
const SPENDING_MODELS_MAXIMUM = 10_000;

/**
 * Decides per model whether its money is what the gateway says it spent or tokens times the price book. A gateway that has once
 * spent on a model knows its price: from then on tokens without spend are answers from its cache, which are free.
 */
export class PriceGates {
  private readonly spending = new Set<string>();
  private readonly undecided = new Map<string, Gate>();

  addSpend(model: string, input: number): void {
    if (!this.spending.has(model)) this.gate(model).spend.add(input);
  }

  /** The factor that a priced contribution begins with. */
  factor(model: string, factor: number): number {
    return this.spending.has(model) ? 0 : factor;
  }

  addPriced(model: string, contribution: number, factor: number): void {
    if (!this.spending.has(model)) this.gate(model).priced.set(contribution, factor);
  }

  remove(
    model: string,
    { input, contributions }: { readonly input: number; readonly contributions: readonly number[] },
  ): void {
    const gate = this.undecided.get(model);
    if (gate === undefined) return;
    gate.spend.delete(input);
    for (const contribution of contributions) gate.priced.delete(contribution);
    if (gate.spend.size === 0 && gate.priced.size === 0) this.undecided.delete(model);
  }

  /** Looks whether an undecided model has spent. Call before measures are collected. */
  settle({ last }: Inputs, columns: MeasureColumns): void {
    for (const [model, { spend, priced }] of this.undecided) {
      if (![...spend].some((input) => last[input]! > 0)) continue;
      for (const contribution of priced.keys()) columns.setFactor(contribution, 0);
      this.undecided.delete(model);
      if (this.spending.size >= SPENDING_MODELS_MAXIMUM)
        this.spending.delete(this.spending.values().next().value ?? '');
      this.spending.add(model);
    }
  }

  private gate(model: string): Gate {
    const gate = this.undecided.get(model) ?? { spend: new Set(), priced: new Map() };
    this.undecided.set(model, gate);
    return gate;
  }
}
