import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector } from './detector.ts';
import { evidenceOf, isLow } from './readings.ts';
import { numbersOf } from './verdict.ts';
import { listed } from './wording.ts';

const Settings = z.object({
  patienceMs: z
    .number()
    .min(0)
    .default(480_000)
    .describe(
      'How long a target may stay silent, in milliseconds: restarts and rollouts of model servers take up to seven minutes',
    ),
});
type Settings = z.infer<typeof Settings>;

/** A target that answered before does not answer: whoever wants to work unseen begins here. */
export const telemetrySilence: Detector<Settings> = {
  id: 'telemetry-silence',
  help: 'A scrape target that used to answer has stopped answering; what depends on it is blind.',
  needs: [{ signal: 'target.up', entity: 'target' }],
  techniques: [],
  settings: Settings,
  evaluate(view, { patienceMs }) {
    return view.entities('target').flatMap((target) => {
      const up = view.reading('target.up', target);
      return isLow(up) && up.value < 0.5 ? [findingOf(target, up, patienceMs)] : [];
    });
  },
};

function findingOf(target: Entity, up: Reading, patienceMs: number): Finding {
  const place = ['job', 'pod', 'node'].flatMap((name) => {
    const value = target.labels[name];
    return value === undefined ? [] : [`${name} ${value}`];
  });
  const name = target.labels['instance'] ?? entityName(target);
  return {
    ...numbersOf(target, up),
    detector: telemetrySilence.id,
    severity: 'warning',
    score: up.score,
    confidence: up.confidence,
    summary: `Target ${name}${place.length === 0 ? '' : ` (${listed(place)})`} does not answer its scrapes any more.`,
    causes: [{ cause: 'no answer', share: 1 }],
    evidence: [evidenceOf(target, up)],
    techniques: [],
    nextStep: `Look whether the process behind ${name} runs and who stopped it; until it answers, nobody watches what it tells of.`,
    doubts: [],
    patienceMs,
  };
}
