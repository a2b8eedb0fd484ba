import type { Baselines } from './baselines/baselines.ts';
import type { Alert } from './model/alert.ts';
import type { Verdict } from './model/verdict.ts';
import type { Signals } from './signals/signals.ts';

/** Lets the baselines of an alert's evidence learn what people say of it. */
export class Verdicts {
  constructor(
    private readonly signals: Pick<Signals, 'slot'>,
    private readonly baselines: Pick<Baselines, 'adopt' | 'widen' | 'hold' | 'count'>,
  ) {}

  /**
   * `planned`: where the signals are is the new normal at once. `false`: their bands widen. `true`: nothing is learnt beyond the line as
   * long as an alert that was called true is open.
   */
  learn(alert: Alert, verdict: Verdict, open: readonly Alert[]): void {
    this.hold(alert, open);
    for (const slot of this.slots(alert)) {
      if (verdict === 'planned') this.baselines.adopt(slot);
      if (verdict === 'false') this.baselines.widen(slot);
    }
  }

  /** Holds the signals behind an alert, or lets go of those behind no other true alert. */
  hold(alert: Alert, open: readonly Alert[]): void {
    const trueOnes = open.filter(({ verdict }) => verdict?.verdict === 'true');
    const held = new Set(trueOnes.flatMap((one) => this.slots(one)));
    for (const slot of this.slots(alert)) this.baselines.hold(slot, held.has(slot));
  }

  /** The signals that an alert rests on, at its worst and as last seen; of those that are gone none. */
  slots({ peak, latest }: Alert): number[] {
    const slots = [...peak.evidence, ...latest.evidence].map(({ signal, entity }) =>
      this.signals.slot(signal, { key: entity }),
    );
    return [...new Set(slots)].filter((slot) => slot >= 0 && slot < this.baselines.count);
  }
}
