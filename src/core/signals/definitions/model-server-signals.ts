import type { SignalDefinition } from '../../model/signal.ts';
import {
  MEAN_MINIMUM_RELATIVE,
  POSITIVE,
  RATE_MINIMUM_RELATIVE,
  REQUESTS_WORTH_A_MEAN_PER_SECOND,
  SHARE,
  TOKENS_WORTH_A_RATIO_PER_SECOND,
} from './thresholds.ts';

type Template = Omit<SignalDefinition, 'entity'>;

const rate = { minimumRelative: RATE_MINIMUM_RELATIVE, range: POSITIVE } as const;
const seconds = {
  unit: 'seconds',
  denominatorMinimum: REQUESTS_WORTH_A_MEAN_PER_SECOND,
  direction: 'up',
  minimumRelative: RATE_MINIMUM_RELATIVE,
  range: POSITIVE,
} as const;

/** Signals that a pod and the model it serves have alike. */
const SHARED: readonly Template[] = [
  {
    id: 'requests.rate',
    unit: 'requests/s',
    help: 'Requests that ended, whatever their end.',
    numerator: ['requests'],
    direction: 'both',
    minimumAbsolute: 0.1,
    ...rate,
  },
  {
    id: 'tokens.input',
    unit: 'tokens/s',
    help: 'Prompt tokens read.',
    numerator: ['tokens.input'],
    direction: 'up',
    minimumAbsolute: 100,
    ...rate,
  },
  {
    id: 'tokens.output',
    unit: 'tokens/s',
    help: 'Tokens generated.',
    numerator: ['tokens.output'],
    direction: 'both',
    // One chat stream.
    minimumAbsolute: 50,
    ...rate,
  },
  {
    id: 'tokens.outputPerRequest',
    unit: 'tokens/request',
    help: 'Tokens generated for each request that ended.',
    numerator: ['tokens.output'],
    denominator: ['requests'],
    denominatorMinimum: REQUESTS_WORTH_A_MEAN_PER_SECOND,
    direction: 'up',
    minimumAbsolute: 50,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  {
    id: 'kvCache.usage',
    unit: 'ratio',
    help: 'Share of the key-value cache in use: a pod its fullest engine, a model the mean of its pods.',
    numerator: ['kvCache.usage'],
    direction: 'up',
    // Below a tenth of the cache nothing is pushed out by it.
    minimumAbsolute: 0.1,
    minimumRelative: RATE_MINIMUM_RELATIVE,
    range: SHARE,
  },
  {
    id: 'queue.waiting',
    unit: 'requests',
    help: 'Requests waiting to be scheduled.',
    numerator: ['queue.waiting'],
    direction: 'up',
    // A handful waits now and then on every busy server.
    minimumAbsolute: 3,
    ...rate,
  },
  {
    id: 'latency.timeToFirstToken',
    help: 'Mean time to the first token.',
    numerator: ['timeToFirstToken.sum'],
    denominator: ['timeToFirstToken.count'],
    // People begin to notice at a quarter of a second.
    minimumAbsolute: 0.25,
    ...seconds,
  },
];

const POD_ONLY: readonly Template[] = [
  {
    id: 'queue.running',
    unit: 'requests',
    help: 'Requests being worked on.',
    numerator: ['queue.running'],
    direction: 'both',
    minimumAbsolute: 3,
    ...rate,
  },
  {
    id: 'preemptions.rate',
    unit: 'events/s',
    help: 'Requests thrown out of the key-value cache to be done again.',
    numerator: ['preemptions'],
    direction: 'up',
    // Three a minute; a healthy server has none.
    minimumAbsolute: 0.05,
    ...rate,
  },
  {
    id: 'latency.interToken',
    help: 'Mean time between tokens of an answer.',
    numerator: ['interToken.sum'],
    denominator: ['interToken.count'],
    minimumAbsolute: 0.01,
    ...seconds,
    denominatorMinimum: TOKENS_WORTH_A_RATIO_PER_SECOND,
  },
  {
    id: 'prefixCache.hitRatio',
    unit: 'ratio',
    help: 'Share of prompt tokens found in the prefix cache.',
    numerator: ['prefixCache.hits'],
    denominator: ['prefixCache.lookups'],
    denominatorMinimum: TOKENS_WORTH_A_RATIO_PER_SECOND,
    // Prompts unlike those before: a new use, or somebody else's.
    direction: 'down',
    minimumAbsolute: 0.1,
    minimumRelative: MEAN_MINIMUM_RELATIVE,
    range: SHARE,
  },
];

/** What model servers do, by pod and by model. */
export const MODEL_SERVER_SIGNALS: readonly SignalDefinition[] = [
  ...SHARED.map((template): SignalDefinition => ({ ...template, entity: 'model' })),
  ...[...SHARED, ...POD_ONLY].map((template): SignalDefinition => ({ ...template, entity: 'pod' })),
];
