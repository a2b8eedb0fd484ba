import { formatDuration, parseDuration } from '../config/duration.ts';
import type { ScrapeConfig } from '../config/scrape-section.ts';
import { type Labels, labelsKey } from '../core/model/labels.ts';
import { relabel } from '../core/relabel/relabel.ts';

/** One endpoint to scrape, after relabelling. */
export interface ScrapeTarget {
  /** Same labels and address, same key. */
  readonly key: string;
  /** What its pages are known by. */
  readonly labels: Labels;
  /** As discovery gave them, with the defaults of the scrape configuration. */
  readonly discoveredLabels: Labels;
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** A target, or why it is none. */
export type TargetResult =
  | { readonly ok: true; readonly target: ScrapeTarget }
  /** Dropped by a rule: as wished, not an error. */
  | { readonly ok: false; readonly dropped: true }
  | { readonly ok: false; readonly dropped: false; readonly reason: string };

/** Turns what discovery found (labels with `__address__`) into a target: defaults, `relabel_configs`, URL. As Prometheus' PopulateLabels. */
export function targetOf(found: Labels, config: ScrapeConfig): TargetResult {
  const discoveredLabels = withDefaults(found, config);
  const relabelled = relabel(discoveredLabels, config.relabelConfigs);
  if (relabelled === undefined) return { ok: false, dropped: true };
  const address = relabelled['__address__'] ?? '';
  const url = urlOf(address, relabelled, config);
  if (url === undefined) return refused(`${JSON.stringify(address)} is no host:port`);
  const intervalMs = parseDuration(relabelled['__scrape_interval__'] ?? '') ?? 0;
  const timeoutMs = parseDuration(relabelled['__scrape_timeout__'] ?? '') ?? 0;
  if (intervalMs === 0 || timeoutMs === 0 || timeoutMs > intervalMs) {
    return refused('relabelling left no usable __scrape_interval__ and __scrape_timeout__');
  }
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(relabelled))
    if (!name.startsWith('__') && value !== '') labels[name] = value;
  labels['instance'] ??= address;
  const key = `${labelsKey(labels)} ${url}`;
  return { ok: true, target: { key, labels: Object.freeze(labels), discoveredLabels, url, intervalMs, timeoutMs } };
}

function refused(reason: string): TargetResult {
  return { ok: false, dropped: false, reason };
}

function withDefaults(found: Labels, config: ScrapeConfig): Labels {
  const params = Object.entries(config.params).flatMap(([name, [first]]) =>
    first === undefined ? [] : [[`__param_${name}`, first]],
  );
  const defaults: Labels = {
    job: config.jobName,
    __scrape_interval__: formatDuration(config.scrapeIntervalMs),
    __scrape_timeout__: formatDuration(config.scrapeTimeoutMs),
    __metrics_path__: config.metricsPath,
    __scheme__: config.scheme,
  };
  const given = Object.entries(found).filter(([, value]) => value !== '');
  return { ...defaults, ...Object.fromEntries(given), ...Object.fromEntries(params) };
}

function urlOf(address: string, labels: Labels, config: ScrapeConfig): string | undefined {
  const scheme = labels['__scheme__'];
  // An address with a path, credentials or white space in it would lead elsewhere than it seems.
  if (
    !/^[^\s/?#@\\]+$/.test(address) ||
    (scheme !== 'http' && scheme !== 'https') ||
    !URL.canParse(`${scheme}://${address}`)
  )
    return undefined;
  const url = new URL(`${scheme}://${address}`);
  const [path, query] = (labels['__metrics_path__'] ?? '/').split('?', 2);
  url.pathname = path ?? '/';
  const search = new URLSearchParams(query);
  for (const [name, [first, ...others]] of Object.entries(config.params)) {
    for (const value of [labels[`__param_${name}`] ?? first, ...others])
      if (value !== undefined) search.append(name, value);
  }
  for (const [name, value] of Object.entries(labels)) {
    const param = name.startsWith('__param_') ? name.slice('__param_'.length) : undefined;
    if (param !== undefined && !Object.hasOwn(config.params, param)) search.append(param, value);
  }
  url.search = search.toString();
  return url.toString();
}

const SECRET_PARAM = /token|secret|passw|key|auth|sig|credential/i;

/** A target's address for people: parameters that look like secrets are hidden. */
export function shownUrl(address: string): string {
  const url = new URL(address);
  for (const name of new Set(url.searchParams.keys())) {
    if (SECRET_PARAM.test(name)) url.searchParams.set(name, '<secret>');
  }
  return url.toString();
}
