import type { SignalDefinition } from '../../model/signal.ts';
import {
  MEAN_MINIMUM_RELATIVE,
  POSITIVE,
  RATE_MINIMUM_RELATIVE,
  REGULARITY_WINDOW_MS,
  REQUESTS_WORTH_A_MEAN_PER_SECOND,
  REQUESTS_WORTH_A_SHARE_PER_SECOND,
  SHARE,
  TOKENS_WORTH_A_RATIO_PER_SECOND,
} from './thresholds.ts';
import { withPast } from './with-past.ts';

const SECONDS_PER_HOUR = 3600;
const rate = { minimumRelative: RATE_MINIMUM_RELATIVE, range: POSITIVE } as const;
const perRequest = {
  entity: 'tenant',
  unit: 'tokens/request',
  denominator: ['requests.answered'],
  denominatorMinimum: REQUESTS_WORTH_A_MEAN_PER_SECOND,
  minimumRelative: MEAN_MINIMUM_RELATIVE,
  range: POSITIVE,
} as const;

/**
 * Money: installations spend cents to thousands of dollars an hour, so the absolute gate only keeps out what nobody would get up for
 * in the smallest (one cent an hour); the relative one does the work everywhere else.
 */
const money = {
  unit: 'USD/h',
  numerator: ['cost'],
  scale: SECONDS_PER_HOUR,
  direction: 'up',
  minimumAbsolute: 0.01,
  ...rate,
} as const;

/** How alike requests are: people and their documents differ, a program that asks from a list does not. */
const alike = {
  entity: 'tenant',
  unit: 'ratio',
  direction: 'down',
  minimumAbsolute: 0.1,
  minimumRelative: 0.5,
  range: POSITIVE,
} as const;

/** Who asks and who pays: gateways alone know tenants. */
export const TENANT_SIGNALS: readonly SignalDefinition[] = [
  ...withPast({
    id: 'requests.rate',
    entity: 'tenant',
    unit: 'requests/s',
    help: 'Requests through the gateway, answered or not.',
    numerator: ['requests'],
    direction: 'both',
    // Three requests a minute more or less are one person at work.
    minimumAbsolute: 0.05,
    ...rate,
  }),
  {
    id: 'requests.failedRatio',
    entity: 'tenant',
    unit: 'ratio',
    help: 'Share of requests that were not answered with 2xx.',
    numerator: ['requests.failed'],
    denominator: ['requests'],
    denominatorMinimum: REQUESTS_WORTH_A_SHARE_PER_SECOND,
    direction: 'up',
    minimumAbsolute: 0.05,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: SHARE,
  },
  {
    id: 'tokens.input',
    entity: 'tenant',
    unit: 'tokens/s',
    help: 'Prompt tokens.',
    numerator: ['tokens.input'],
    direction: 'up',
    // About one ordinary prompt in ten seconds.
    minimumAbsolute: 50,
    ...rate,
  },
  {
    id: 'tokens.output',
    entity: 'tenant',
    unit: 'tokens/s',
    help: 'Generated tokens.',
    numerator: ['tokens.output'],
    direction: 'up',
    // A fifth of what one chat stream brings (50 tokens/s).
    minimumAbsolute: 10,
    ...rate,
  },
  ...withPast({
    id: 'tokens.inputPerRequest',
    help: 'Prompt tokens of an answered request, on average.',
    numerator: ['tokens.input'],
    direction: 'up',
    minimumAbsolute: 100,
    ...perRequest,
  }),
  ...withPast({
    id: 'tokens.outputPerRequest',
    help: 'Generated tokens of an answered request, on average.',
    numerator: ['tokens.output'],
    direction: 'up',
    // A paragraph.
    minimumAbsolute: 50,
    ...perRequest,
  }),
  {
    id: 'tokens.outputInputRatio',
    entity: 'tenant',
    unit: 'ratio',
    help: 'Generated tokens for each prompt token.',
    numerator: ['tokens.output'],
    denominator: ['tokens.input'],
    denominatorMinimum: TOKENS_WORTH_A_RATIO_PER_SECOND,
    direction: 'up',
    minimumAbsolute: 0.05,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  ...withPast({
    id: 'cost.rate',
    entity: 'tenant',
    help: 'Money burnt: what the gateway says it spent, else tokens by the price book.',
    ...money,
  }),
  {
    id: 'cost.perToken',
    entity: 'tenant',
    unit: 'USD/token',
    help: 'Money for one token, prompt or generated: a dearer model, or a lost discount.',
    numerator: ['cost'],
    denominator: ['tokens.input', 'tokens.output'],
    denominatorMinimum: TOKENS_WORTH_A_RATIO_PER_SECOND,
    direction: 'up',
    // A cent a million tokens: below the cheapest model's price.
    minimumAbsolute: 1e-8,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  {
    id: 'cache.hitRatio',
    entity: 'tenant',
    unit: 'ratio',
    help: "Share of requests answered from the gateway's cache.",
    numerator: ['cache.hits'],
    denominator: ['cache.lookups'],
    denominatorMinimum: REQUESTS_WORTH_A_SHARE_PER_SECOND,
    // Prompts unlike before, or a cache that was lost: both cost money.
    direction: 'down',
    minimumAbsolute: 0.05,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: SHARE,
  },
  {
    ...alike,
    id: 'requests.burstiness',
    help: 'Variance of the number of requests a tick over its mean: 1 is chance, more are bursts, less is a machine on a timer.',
    numerator: ['requests'],
    memory: { of: 'burstiness', windowMs: REGULARITY_WINDOW_MS },
  },
  {
    ...alike,
    id: 'tokens.inputSpread',
    help: 'How much the length of a single prompt varies, as a share of the mean.',
    numerator: ['tokens.input'],
    denominator: ['requests.answered'],
    denominatorMinimum: REQUESTS_WORTH_A_MEAN_PER_SECOND,
    memory: { of: 'spread', windowMs: REGULARITY_WINDOW_MS },
  },
  {
    ...alike,
    id: 'tokens.outputSpread',
    help: 'How much the length of a single answer varies, as a share of the mean.',
    numerator: ['tokens.output'],
    denominator: ['requests.answered'],
    denominatorMinimum: REQUESTS_WORTH_A_MEAN_PER_SECOND,
    memory: { of: 'spread', windowMs: REGULARITY_WINDOW_MS },
  },
  {
    id: 'cost.today',
    entity: 'tenant',
    unit: 'USD',
    help: 'Money spent since midnight UTC, or since the start of this process where that was later.',
    numerator: ['cost'],
    scale: SECONDS_PER_HOUR,
    memory: { of: 'dayTotal' },
    direction: 'up',
    minimumAbsolute: 0.01,
    minimumRelative: RATE_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  { id: 'cost.rate', entity: 'model', help: 'Money burnt on a model, all tenants together.', ...money },
];
