import type { SignalDefinition } from '../../model/signal.ts';
import {
  MEAN_MINIMUM_RELATIVE,
  POSITIVE,
  RATE_MINIMUM_RELATIVE,
  REQUESTS_WORTH_A_COVERAGE_PER_SECOND,
  REQUESTS_WORTH_A_SHARE_PER_SECOND,
  SHARE,
} from './thresholds.ts';
import { withPast } from './with-past.ts';

const perSecond = { unit: 'requests/s', minimumRelative: RATE_MINIMUM_RELATIVE, range: POSITIVE } as const;
const ofChecks = {
  entity: 'guardrail',
  unit: 'ratio',
  denominator: ['guardrail.checks'],
  denominatorMinimum: REQUESTS_WORTH_A_SHARE_PER_SECOND,
  direction: 'up',
  // One check in fifty more than usual.
  minimumAbsolute: 0.02,
  minimumRelative: MEAN_MINIMUM_RELATIVE,
  range: SHARE,
} as const;
/** People and controllers read secrets a few times a minute; somebody who tries out what opens reads more. */
const secrets = { entity: 'secretMount', direction: 'up', minimumAbsolute: 0.05, ...perSecond } as const;

/** Guardrails and secrets. */
export const SECURITY_SIGNALS: readonly SignalDefinition[] = [
  {
    id: 'guardrail.checks',
    entity: 'guardrail',
    help: 'Checks that the guardrail made.',
    numerator: ['guardrail.checks'],
    // A guardrail that is asked no more is a guardrail that was gone around.
    direction: 'both',
    minimumAbsolute: 0.1,
    ...perSecond,
  },
  {
    id: 'guardrail.checksPerRequest',
    entity: 'guardrail',
    unit: 'ratio',
    help: 'Checks that the guardrail made for each request of all tenants.',
    numerator: ['guardrail.checks'],
    denominator: ['requests'],
    denominatorOf: 'tenant',
    denominatorMinimum: REQUESTS_WORTH_A_COVERAGE_PER_SECOND,
    direction: 'down',
    minimumAbsolute: 0.1,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  {
    id: 'guardrail.blocked',
    entity: 'guardrail',
    help: 'Requests and answers that the guardrail stopped.',
    numerator: ['guardrail.blocked'],
    direction: 'up',
    minimumAbsolute: 0.05,
    ...perSecond,
  },
  ...withPast({
    id: 'guardrail.blockedRatio',
    help: 'Share of checks that ended in a stop.',
    numerator: ['guardrail.blocked'],
    ...ofChecks,
  }),
  {
    id: 'guardrail.failedRatio',
    help: 'Share of checks that failed: the guardrail itself, which may let everything pass.',
    numerator: ['guardrail.failed'],
    ...ofChecks,
  },
  ...withPast({ id: 'secrets.reads', help: 'Secrets read.', numerator: ['secrets.reads'], ...secrets }),
  { id: 'secrets.lists', help: 'Listings and watches of secrets.', numerator: ['secrets.lists'], ...secrets },
  { id: 'secrets.writes', help: 'Secrets written or deleted.', numerator: ['secrets.writes'], ...secrets },
  {
    id: 'secrets.failedRatio',
    entity: 'secretMount',
    unit: 'ratio',
    help: 'Share of calls that the secret store refused or failed.',
    numerator: ['secrets.failed'],
    denominator: ['secrets.reads'],
    direction: 'up',
    minimumAbsolute: 0.05,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: SHARE,
  },
  {
    id: 'logins.rate',
    entity: 'service',
    help: 'Logins to the secret store.',
    numerator: ['logins'],
    direction: 'up',
    minimumAbsolute: 0.05,
    ...perSecond,
  },
];
