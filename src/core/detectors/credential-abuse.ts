import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { atMostLastWeek, beyondLastWeek } from './last-week.ts';
import { evidenceOf, isHigh, isRaised, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, verdict } from './verdict.ts';
import { percent, quantity, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Score that the share of refused requests must reach beside their rate, or the rate beside the share'),
  weekFactor: z
    .number()
    .min(1)
    .default(2)
    .describe(
      'Refused requests, or reads of secrets, over twenty minutes, in multiples of the highest at this time of day in the last week, from which they count however slowly they rose',
    ),
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
      if (both && (isHigh(rate) || isHigh(ratio)))
        return [findingOf(view, service, { rate, ratio, isSlow: false }, settings)];
      const week = beyondLastWeek(view, service, 'requests.denied', settings.weekFactor);
      const byTraffic = isUsable(ratio) && ratio.value <= ratio.expected;
      return week === undefined || byTraffic
        ? []
        : [findingOf(view, service, { rate: week, ratio, isSlow: true }, settings)];
    });
    return [...services, ...view.entities('secretMount').flatMap((mount) => secretsRead(view, mount, settings))];
  },
};

/** Somebody goes through the secrets of a mount. */
function secretsRead(view: TickView, mount: Entity, { weekFactor }: Settings): Finding[] {
  const now = view.reading('secrets.reads', mount);
  const reads = isHigh(now) ? now : beyondLastWeek(view, mount, 'secrets.reads', weekFactor);
  if (reads === undefined) return [];
  const failed = view.reading('secrets.failedRatio', mount);
  const refused = isRaised(failed, 0.5);
  const name = entityName(mount);
  return [
    verdict(credentialAbuse, mount, reads, {
      severity: refused ? 'critical' : 'warning',
      summary: `Secrets of ${name} are read ${quantity(reads.value, 'requests/s')}, ${usual(reads, 'requests/s')}${refused ? `, and ${percent(failed.value)} of the calls are refused` : ''}.`,
      causes: [{ cause: refused ? 'reads without rights' : 'more reads of secrets', share: 1 }],
      evidence: [reads, ...(refused ? [failed] : [])].map((reading) => evidenceOf(mount, reading)),
      techniques: [TECHNIQUES.unsecuredCredentials, TECHNIQUES.validAccounts],
      nextStep: `Look in the audit log of the secret store who reads ${name}; revoke that token and rotate what it has read.`,
      doubts: refused
        ? []
        : ['A rollout or a controller that refreshes its secrets reads like this, though not for long.'],
    }),
  ];
}

interface Denials {
  readonly rate: Reading;
  /** Absent where too few requests come to tell a share. */
  readonly ratio: Reading | undefined;
  /** The rate is that of the last minutes, against last week. */
  readonly isSlow: boolean;
}

const LOST = 'usual requests that lost their rights';

function findingOf(view: TickView, service: Entity, denials: Denials, settings: Settings): Finding {
  const { rate, ratio } = denials;
  const requests = view.reading('requests.rate', service);
  // So few that as many more requests would not show.
  const hidden = isUsable(requests) && rate.value - rate.expected < requests.upper - requests.expected;
  const fromOutside = isUsable(requests) && requests.value > requests.upper;
  return verdict(credentialAbuse, service, rate, {
    severity: ratio !== undefined && ratio.value >= settings.criticalRatio ? 'critical' : 'warning',
    score: ratio === undefined ? rate.score : jointScore(rate, ratio),
    confidence: Math.min(rate.confidence, ratio?.confidence ?? 1),
    summary: `Service ${entityName(service)} refuses ${refused(denials)}.`,
    causes: [
      {
        cause: fromOutside ? 'additional requests without rights' : hidden ? 'requests without rights' : LOST,
        share: 1,
      },
    ],
    evidence: [rate, ...(ratio === undefined ? [] : [ratio])].map((reading) => evidenceOf(service, reading)),
    techniques: [TECHNIQUES.validAccounts],
    nextStep: `Count the refused requests of ${entityName(service)} by client address and key in its access log; block the first, and rotate the key if it is one of yours.`,
    doubts:
      fromOutside || hidden
        ? []
        : ['Not more requests than usual come in: an expired key or a changed rule would look like this too.'],
  });
}

function refused({ rate, ratio, isSlow }: Denials): string {
  const many = quantity(rate.value, 'requests/s');
  if (ratio === undefined) return `${many}, ${atMostLastWeek(rate)}`;
  if (isSlow) return `${many}, ${atMostLastWeek(rate)}: now ${percent(ratio.value)} of what comes in`;
  return `${percent(ratio.value)} of its requests (${many}), ${usual(ratio, 'ratio')}`;
}
