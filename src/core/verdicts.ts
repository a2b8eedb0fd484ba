import type { Baselines } from './baselines/baselines.ts';
import type { Alert } from './model/alert.ts';
import { ENTITY_KINDS } from './model/entity.ts';
import type { Verdict } from './model/verdict.ts';
import type { Signals } from './signals/signals.ts';

/** Lets the baselines and memories of an alert's evidence learn what people say of it. */
export class Verdicts {
  constructor(
    private readonly signals: Signals,
    private readonly baselines: Baselines,
  ) {}

  /**
   * `planned`: where the signals are is the new normal at once, against the hour and against last week. `false`: their bands widen, and what
   * last week allows. `true`: nothing is learnt beyond the line, nor remembered, as long as an alert that was called true is open.
   */
  learn(alert: Alert, verdict: Verdict, open: readonly Alert[]): void {
    this.hold(alert, open);
    // An open one is followed from the next tick on.
    if (verdict === 'planned' && !open.some(({ id }) => id === alert.id)) this.adopt([alert]);
    if (verdict !== 'false') return;
    for (const slot of this.slots(alert)) {
      this.baselines.widen(slot);
      this.signals.memory(slot)?.widen?.();
    }
  }

  /**
   * A tick has new samples. Where signals are is known from some ten of them, and a launch goes on rising after somebody said that it was
   * planned: while its alert is open the new normal follows it.
   */
  follow(open: readonly Alert[]): void {
    this.adopt(open.filter(({ verdict }) => verdict?.verdict === 'planned'));
  }

  /** Holds the signals behind an alert, or lets go of those behind no other true alert. */
  hold(alert: Alert, open: readonly Alert[]): void {
    const trueOnes = open.filter(({ verdict }) => verdict?.verdict === 'true');
    const held = new Set(trueOnes.flatMap((one) => this.slots(one)));
    for (const slot of this.slots(alert)) {
      this.baselines.hold(slot, held.has(slot));
      this.signals.memory(slot)?.hold?.(held.has(slot));
    }
  }

  private adopt(alerts: readonly Alert[]): void {
    const slots = alerts.flatMap((alert) => this.slots(alert));
    for (const slot of new Set([...slots, ...slots.flatMap((one) => this.carried(one))])) {
      if (this.signals.fresh[slot] !== 1) continue;
      this.baselines.adopt(slot);
      this.signals.memory(slot)?.adopt?.();
    }
  }

  /** The same signal where it is beyond its line for what the entity is tied to: a launch of one tenant is one of its model too. */
  private carried(slot: number): number[] {
    const { id } = this.signals.definition(slot);
    const others = ENTITY_KINDS.flatMap((kind) => this.signals.related(this.signals.entity(slot), kind));
    const slots = others.map((other) => this.signals.slot(id, other));
    return this.levels(slots.filter((one) => one >= 0 && this.baselines.score[one]! >= 1));
  }

  /**
   * The signals that an alert rests on, at its worst and as last seen, with all that tell of the same level: what is told against last week
   * would be told against the hour next. Of those that are gone none.
   */
  slots({ peak, latest }: Alert): number[] {
    const slots = [...peak.evidence, ...latest.evidence].map(({ signal, entity }) =>
      this.signals.slot(signal, { key: entity }),
    );
    return this.levels(slots.filter((slot) => slot >= 0));
  }

  private levels(slots: readonly number[]): number[] {
    const levels = slots.flatMap((slot) => this.signals.levels(slot));
    return [...new Set(levels)].filter((slot) => slot < this.baselines.count);
  }
}
