import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { percent, plainNumber } from './wording.ts';

const Settings = z.object({
  minimumRequestsPerHour: z
    .number()
    .min(0)
    .default(600)
    .describe('Fewer requests an hour copy no model in weeks: probes and tests are below it'),
  maximumSpread: z
    .number()
    .min(0)
    .default(0.1)
    .describe(
      'Variation of single prompts and answers, as a share of their mean length, up to which they are from a list',
    ),
  maximumBurstiness: z
    .number()
    .min(0)
    .default(0.6)
    .describe('Variance of the requests a tick over their mean up to which they come by a timer; chance alone is 1'),
});
type Settings = z.infer<typeof Settings>;

const SECONDS_PER_HOUR = 3600;

/**
 * A tenant that asks like a machine: evenly, and with prompts and answers all of one length, many times an hour. That is how a model is
 * copied by its answers. The three lines are absolute, as a key that began with it has no other past to compare with.
 */
export const modelExtraction: Detector<Settings> = {
  id: 'model-extraction',
  help: 'One tenant sends many requests at an even pace, with prompts and answers of nearly one length: answers collected to copy the model.',
  needs: [
    { signal: 'requests.rate', entity: 'tenant' },
    { signal: 'requests.burstiness', entity: 'tenant' },
    { signal: 'tokens.inputSpread', entity: 'tenant' },
    { signal: 'tokens.outputSpread', entity: 'tenant' },
  ],
  techniques: [TECHNIQUES.modelExtraction],
  settings: Settings,
  evaluate(view, settings) {
    return view.entities('tenant').flatMap((tenant) => {
      const signs = signsOf(view, tenant, settings);
      return signs === undefined ? [] : [findingOf(view, tenant, signs, settings)];
    });
  },
};

interface Signs {
  readonly rate: Reading;
  readonly burstiness: Reading;
  readonly input: Reading;
  readonly output: Reading;
}

function signsOf(view: TickView, tenant: Entity, settings: Settings): Signs | undefined {
  const rate = view.reading('requests.rate', tenant);
  const burstiness = view.reading('requests.burstiness', tenant);
  const input = view.reading('tokens.inputSpread', tenant);
  const output = view.reading('tokens.outputSpread', tenant);
  if (!isUsable(rate) || !isUsable(burstiness) || !isUsable(input) || !isUsable(output)) return undefined;
  if (rate.value * SECONDS_PER_HOUR < settings.minimumRequestsPerHour) return undefined;
  if (burstiness.value > settings.maximumBurstiness) return undefined;
  return Math.max(input.value, output.value) <= settings.maximumSpread
    ? { rate, burstiness, input, output }
    : undefined;
}

function findingOf(view: TickView, tenant: Entity, signs: Signs, settings: Settings): Finding {
  const { rate, burstiness, input, output } = signs;
  const name = entityName(tenant);
  const money = view.reading('cost.rate', tenant);
  const cache = view.reading('cache.hitRatio', tenant);
  const perHour = plainNumber(Math.round(rate.value * SECONDS_PER_HOUR));
  return verdict(modelExtraction, tenant, rate, {
    severity: 'warning',
    score: scoreOf(Math.max(input.value, output.value), settings.maximumSpread),
    confidence: Math.min(input.confidence, output.confidence),
    summary: `Tenant ${name} asks ${perHour} times an hour like a machine: evenly, with prompts that vary by ${percent(input.value)} and answers that vary by ${percent(output.value)} in length.`,
    ...(isUsable(money) ? { usdPerHour: Math.max(0, money.value) } : {}),
    causes: [{ cause: 'even requests of one length', share: 1 }],
    evidence: [output, input, burstiness, rate].map((reading) => evidenceOf(tenant, reading)),
    nextStep: `Read some prompts of ${name} of the last hour: a list worked through, with no dialogue? Ask its owner what for; if nobody knows, limit the rate of the key and keep the logs.`,
    doubts: [
      'A load test or an evaluation asks alike.',
      ...(isUsable(cache) && cache.value > 0.5
        ? ['Most answers come from the cache: the same few questions again.']
        : []),
    ],
  });
}

/** 1 at the line, 3 where nothing varies at all. */
function scoreOf(spread: number, maximum: number): number {
  return maximum > 0 ? 3 - (2 * spread) / maximum : 1;
}
