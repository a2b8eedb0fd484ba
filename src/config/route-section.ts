import { z } from 'zod';
import type { TimeInterval } from '../core/alerts/time-interval.ts';
import type { Matcher } from '../core/model/silence.ts';
import { duration, durationOrZero, labelName, section, text } from './fields.ts';
import { matcher } from './matcher-field.ts';
import { timeIntervalSection } from './time-interval-section.ts';

/** Times with a name, for `mute_time_intervals` and `active_time_intervals` of routes. */
export const namedIntervalSection = section({
  name: text.describe('what routes call it'),
  time_intervals: z
    .array(timeIntervalSection)
    .min(1, 'has no time; give at least one interval')
    .describe('any of them'),
}).transform(({ name, time_intervals: timeIntervals }): NamedInterval => ({ name, timeIntervals }));

/** An entry of `time_intervals`, as routes name it. */
export interface NamedInterval {
  readonly name: string;
  readonly timeIntervals: readonly TimeInterval[];
}

/** A node of the routing tree with everything that it took over from above. Durations in milliseconds. */
export interface RouteConfig {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  /** Whether later siblings are asked too. */
  readonly continue: boolean;
  /** `all`: by every label, so that each alert is told alone. */
  readonly groupBy: readonly string[] | 'all';
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly RouteConfig[];
}

interface GivenRoute {
  readonly receiver?: string | undefined;
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly group_by?: readonly string[] | undefined;
  readonly group_wait?: number | undefined;
  readonly group_interval?: number | undefined;
  readonly repeat_interval?: number | undefined;
  readonly mute_time_intervals: readonly string[];
  readonly active_time_intervals: readonly string[];
  readonly routes: readonly GivenRoute[];
}

const givenRoute: z.ZodType<GivenRoute> = z.lazy(() =>
  section({
    receiver: text.optional(),
    matchers: z.array(matcher).default([]).describe('which alerts it takes: all must hold; none at the root'),
    continue: z.boolean().default(false).describe('true: the routes behind it are asked too'),
    group_by: z.array(z.union([labelName, z.literal('...')])).optional(),
    group_wait: durationOrZero.optional(),
    group_interval: duration.optional(),
    repeat_interval: duration.optional(),
    mute_time_intervals: z.array(text).default([]).describe('names of time_intervals in which nothing is told'),
    active_time_intervals: z.array(text).default([]).describe('names of time_intervals outside which nothing is told'),
    routes: z
      .array(givenRoute)
      .default([])
      .describe('narrower routes, the first one that takes an alert; what they leave out is as here'),
  }),
);

/** Alertmanager's own defaults (its `route` section). */
const DEFAULTS = {
  groupBy: [],
  groupWaitMs: 30_000,
  groupIntervalMs: 5 * 60_000,
  repeatIntervalMs: 4 * 3_600_000,
} as const;

interface Known {
  readonly receivers: readonly string[];
  readonly intervals: readonly string[];
}

/** `route`: the root of the tree, as in Alertmanager. Its names are those of the file's receivers and time intervals. */
export function routeSection(known: Known) {
  return givenRoute.transform((given, context): RouteConfig => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (given.receiver === undefined)
      issue([], 'has no receiver; the root says where everything goes that no other route takes');
    if (given.matchers.length > 0) issue(['matchers'], 'cannot stand at the root, which takes everything');
    for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
      if (given[key].length > 0) issue([key], 'cannot stand at the root; put them on a route below it');
    }
    checkNames(given, known, [], issue);
    return filled(given, { ...DEFAULTS, receiver: given.receiver ?? '' });
  });
}

type Issue = (path: (string | number)[], message: string) => void;

function checkNames(given: GivenRoute, known: Known, path: (string | number)[], issue: Issue): void {
  const { receiver } = given;
  if (receiver !== undefined && !known.receivers.includes(receiver)) {
    issue([...path, 'receiver'], `${JSON.stringify(receiver)} is none of receivers`);
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
    for (const [index, name] of given[key].entries()) {
      if (!known.intervals.includes(name))
        issue([...path, key, index], `${JSON.stringify(name)} is none of time_intervals`);
    }
  }
  for (const [index, route] of given.routes.entries()) checkNames(route, known, [...path, 'routes', index], issue);
}

type Inherited = Pick<RouteConfig, 'receiver' | 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;

function filled(given: GivenRoute, above: Inherited): RouteConfig {
  const own: Inherited = {
    receiver: given.receiver ?? above.receiver,
    groupBy: given.group_by === undefined ? above.groupBy : given.group_by.includes('...') ? 'all' : given.group_by,
    groupWaitMs: given.group_wait ?? above.groupWaitMs,
    groupIntervalMs: given.group_interval ?? above.groupIntervalMs,
    repeatIntervalMs: given.repeat_interval ?? above.repeatIntervalMs,
  };
  return {
    ...own,
    matchers: given.matchers,
    continue: given.continue,
    muteTimeIntervals: given.mute_time_intervals,
    activeTimeIntervals: given.active_time_intervals,
    routes: given.routes.map((route) => filled(route, own)),
  };
}
