import { z } from 'zod';
import { entityName } from '../model/entity.ts';
import type { Detector } from './detector.ts';
import { evidenceOf, growth, isHigh, isRaised } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, numbersOf } from './verdict.ts';
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
      const ratio = view.reading('guardrail.blockedRatio', guardrail);
      const rate = view.reading('guardrail.blocked', guardrail);
      if (!isRaised(ratio, settings.supportScore) || !isRaised(rate, settings.supportScore)) return [];
      if (ratio.score < 1 && !isHigh(rate)) return [];
      if (growth(ratio) < settings.minimumGrowth) return [];
      const name = entityName(guardrail);
      return [
        {
          ...numbersOf(guardrail, ratio),
          detector: guardrailSpike.id,
          severity: ratio.value >= settings.criticalRatio ? 'critical' : 'warning',
          score: jointScore(ratio, rate),
          confidence: Math.min(ratio.confidence, rate.confidence),
          summary: `Guardrail ${name} stops ${percent(ratio.value)} of what it checks (${quantity(rate.value, 'requests/s')}), ${usual(ratio, 'ratio')}.`,
          causes: [{ cause: 'more stops', share: 1 }],
          evidence: [ratio, rate].map((reading) => evidenceOf(guardrail, reading)),
          techniques: [...guardrailSpike.techniques],
          nextStep: `Group the stops of ${name} by tenant and rule; suspend the key of a single source, or look at a rule that changed if they come from everywhere.`,
          doubts: [],
        },
      ];
    });
  },
};
