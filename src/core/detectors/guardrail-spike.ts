import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { beyondLastWeek } from './last-week.ts';
import { evidenceOf, growth, isHigh, isRaised } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, verdict } from './verdict.ts';
import { percent, quantity, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Score that the rate of stops must reach beside their share, or the share beside the rate'),
  minimumGrowth: z
    .number()
    .min(1)
    .default(2)
    .describe(
      'Share of stops, in multiples of the usual, from which it counts: attempts come in bulk, a changed rule or mix does not',
    ),
  weekFactor: z
    .number()
    .min(1)
    .default(1.5)
    .describe(
      'Share of stops over twenty minutes, in multiples of the highest at this time of day in the last week, from which it counts by itself',
    ),
  criticalRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('Share of checks that end in a stop from which it is critical: somebody is working through the rules'),
});
type Settings = z.infer<typeof Settings>;

/** A guardrail stops a larger part of what it checks: somebody tries to get past the rules. */
export const guardrailSpike: Detector<Settings> = {
  id: 'guardrail-spike',
  help: 'A guardrail stops a larger part of the requests than usual: attempts at prompt injection or at forbidden data.',
  needs: [
    { signal: 'guardrail.blockedRatio', entity: 'guardrail' },
    { signal: 'guardrail.blocked', entity: 'guardrail' },
  ],
  techniques: [TECHNIQUES.promptInjection, TECHNIQUES.injection],
  settings: Settings,
  evaluate(view, settings) {
    return view.entities('guardrail').flatMap((guardrail) => {
      const rate = view.reading('guardrail.blocked', guardrail);
      const ratio = raisedRatio(view, guardrail, rate, settings);
      if (ratio === undefined || rate === undefined) return [];
      const name = entityName(guardrail);
      return [
        verdict(guardrailSpike, guardrail, ratio, {
          severity: ratio.value >= settings.criticalRatio ? 'critical' : 'warning',
          score: jointScore(ratio, rate),
          confidence: Math.min(ratio.confidence, rate.confidence),
          summary: `Guardrail ${name} stops ${percent(ratio.value)} of what it checks (${quantity(rate.value, 'requests/s')}), ${usual(ratio, 'ratio')}.`,
          causes: [{ cause: 'more stops', share: 1 }],
          evidence: [ratio, rate].map((reading) => evidenceOf(guardrail, reading)),
          nextStep: `Group the stops of ${name} by tenant and rule; suspend the key of a single source, or look at a rule that changed if they come from everywhere.`,
        }),
      ];
    });
  },
};

/** The share of stops where it is unusual beside its rate, or else where it is beyond all of last week. */
function raisedRatio(
  view: TickView,
  guardrail: Entity,
  rate: Reading | undefined,
  { supportScore, minimumGrowth, weekFactor }: Settings,
): Reading | undefined {
  const ratio = view.reading('guardrail.blockedRatio', guardrail);
  const both = isRaised(ratio, supportScore) && isRaised(rate, supportScore) && (ratio.score >= 1 || isHigh(rate));
  if (both && growth(ratio) >= minimumGrowth) return ratio;
  return beyondLastWeek(view, guardrail, 'guardrail.blockedRatio', weekFactor);
}
