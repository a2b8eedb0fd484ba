import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isHigh, isRaised, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, numbersOf } from './verdict.ts';
import { percent, quantity, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Score that the share of refused requests must reach beside their rate, or the rate beside the share'),
  criticalRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of refused requests from which it is critical: most of what comes in is somebody trying keys'),
});
type Settings = z.infer<typeof Settings>;

/** Keys tried out at a service: more requests are refused than usual, and a larger part of them. */
export const credentialAbuse: Detector<Settings> = {
  id: 'credential-abuse',
  help: 'A service refuses more requests than usual (401, 403, 429), and a larger part of them: somebody tries keys, or uses one beyond its rights.',
  needs: [
    { signal: 'requests.denied', entity: 'service' },
    { signal: 'requests.deniedRatio', entity: 'service' },
    { signal: 'secrets.reads', entity: 'secretMount' },
  ],
  techniques: [TECHNIQUES.validAccounts, TECHNIQUES.unsecuredCredentials],
  settings: Settings,
  evaluate(view, settings) {
    const services = view.entities('service').flatMap((service) => {
      const rate = view.reading('requests.denied', service);
      const ratio = view.reading('requests.deniedRatio', service);
      const both = isRaised(rate, settings.supportScore) && isRaised(ratio, settings.supportScore);
      return both && (isHigh(rate) || isHigh(ratio)) ? [findingOf(view, service, { rate, ratio }, settings)] : [];
    });
    return [...services, ...view.entities('secretMount').flatMap((mount) => secretsRead(view, mount))];
  },
};

/** Somebody goes through the secrets of a mount. */
function secretsRead(view: TickView, mount: Entity): Finding[] {
  const reads = view.reading('secrets.reads', mount);
  if (!isHigh(reads)) return [];
  const failed = view.reading('secrets.failedRatio', mount);
  const refused = isRaised(failed, 0.5);
  const name = entityName(mount);
  return [
    {
      ...numbersOf(mount, reads),
      detector: credentialAbuse.id,
      severity: refused ? 'critical' : 'warning',
      score: reads.score,
      confidence: reads.confidence,
      summary: `Secrets of ${name} are read ${quantity(reads.value, 'requests/s')}, ${usual(reads, 'requests/s')}${refused ? `, and ${percent(failed.value)} of the calls are refused` : ''}.`,
      causes: [{ cause: refused ? 'reads without rights' : 'more reads of secrets', share: 1 }],
      evidence: [reads, ...(refused ? [failed] : [])].map((reading) => evidenceOf(mount, reading)),
      techniques: [TECHNIQUES.unsecuredCredentials, TECHNIQUES.validAccounts],
      nextStep: `Look in the audit log of the secret store who reads ${name}; revoke that token and rotate what it has read.`,
      doubts: refused
        ? []
        : ['A rollout or a controller that refreshes its secrets reads like this, though not for long.'],
    },
  ];
}

interface Denials {
  readonly rate: Reading;
  readonly ratio: Reading;
}

function findingOf(view: TickView, service: Entity, { rate, ratio }: Denials, settings: Settings): Finding {
  const name = entityName(service);
  const requests = view.reading('requests.rate', service);
  const fromOutside = isUsable(requests) && requests.value > requests.upper;
  return {
    ...numbersOf(service, rate),
    detector: credentialAbuse.id,
    severity: ratio.value >= settings.criticalRatio ? 'critical' : 'warning',
    score: jointScore(rate, ratio),
    confidence: Math.min(rate.confidence, ratio.confidence),
    summary: `Service ${name} refuses ${percent(ratio.value)} of its requests (${quantity(rate.value, 'requests/s')}), ${usual(ratio, 'ratio')}.`,
    causes: [
      { cause: fromOutside ? 'additional requests without rights' : 'usual requests that lost their rights', share: 1 },
    ],
    evidence: [rate, ratio].map((reading) => evidenceOf(service, reading)),
    techniques: [TECHNIQUES.validAccounts],
    nextStep: `Count the refused requests of ${name} by client address and key in its access log; block the first, and rotate the key if it is one of yours.`,
    doubts: fromOutside
      ? []
      : ['Not more requests than usual come in: an expired key or a changed rule would look like this too.'],
  };
}
