/**
 * The least traffic whose mean per request means something, in requests a second: three a minute. Below it the mean is a single request's
 * own value, and the signal is missing.
 */
export const REQUESTS_WORTH_A_MEAN_PER_SECOND = 0.05;

/** The same for a share of requests: of six a minute one is a sixth, of one a minute it is all or nothing. */
export const REQUESTS_WORTH_A_SHARE_PER_SECOND = 0.1;

/** Thirty requests a minute: of fewer, half would be missing by chance now and then when each is told a little later than it is counted. */
export const REQUESTS_WORTH_A_COVERAGE_PER_SECOND = 0.5;

/** A few tokens a second: the least traffic whose token ratios mean something (one short answer in a 15 s tick is about 10/s). */
export const TOKENS_WORTH_A_RATIO_PER_SECOND = 1;

/**
 * Shares of the expected value that are never news. Traffic of one tenant varies by a quarter from minute to minute in every public
 * trace; a mean per request over many requests and a price per token vary less. OpenSearch AD's default is 0.2.
 */
export const RATE_MINIMUM_RELATIVE = 0.25;
export const MEAN_MINIMUM_RELATIVE = 0.2;

/** The range of a share: a band never reaches out of it. */
export const SHARE: readonly [number, number] = [0, 1];
/** The range of what cannot be below zero. */
export const POSITIVE: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

const MS_PER_HOUR = 3_600_000;

/** How long what changed lately is remembered beside what is: people look at an alert within the hour. */
export const LATELY_MS = MS_PER_HOUR;

/** Steady growth is told from filling up by the hour. */
export const GROWTH_WINDOW_MS = MS_PER_HOUR;

/** Half an hour of requests, at three a minute, is about a hundred: enough to tell a machine on a timer from people. */
export const REGULARITY_WINDOW_MS = MS_PER_HOUR / 2;

/** What went on lately, against the noise of single ticks: as long as people take to answer an alert. */
export const LATELY_WINDOW_MS = MS_PER_HOUR / 3;
