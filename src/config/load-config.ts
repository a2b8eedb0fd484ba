import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { userSignalSchema } from '../core/signals/user-signals.ts';
import { apiSection, asksForAccess } from './api-section.ts';
import type { Config } from './config.ts';
import { ConfigError, type Problem } from './config-error.ts';
import { deepFreeze } from './deep-freeze.ts';
import { type DetectorSchemas, readDetectors } from './detectors-section.ts';
import { type Environment, isLoopback, readEnvironment } from './environment.ts';
import { errorCode } from './error-code.ts';
import { httpUrl, text } from './fields.ts';
import { globalSection } from './global-section.ts';
import { takeIgnoredKeys } from './ignored-keys.ts';
import { alertsSection, baselinesSection, budgetSection, TENANT_LABELS } from './judging-sections.ts';
import { maintenanceSection } from './maintenance-section.ts';
import { pricesSection } from './prices-section.ts';
import { problemAt } from './problems-of.ts';
import { receiverSection, secretsOf } from './receivers-section.ts';
import { namedIntervalSection, routeSection } from './route-section.ts';
import { scrapeSection } from './scrape-section.ts';
import type { Secret } from './secret.ts';
import { SectionReader } from './section-reader.ts';
import { limitsSection, retentionSection, storageSection } from './service-sections.ts';
import { warmStartSection } from './warm-start-section.ts';
import { writeReceiverSection } from './write-receiver-section.ts';
import { type KeyPath, readYaml, type YamlSource } from './yaml-source.ts';

/** Where the configuration comes from. */
export interface LoadOptions {
  /** The file to use; absent: `GAUGER_CONFIG`, then `gauger.yaml` in the working directory, then the defaults alone. */
  readonly path?: string | undefined;
  readonly environment: Environment;
  readonly detectors?: DetectorSchemas;
}

/** A configuration that holds, with what is worth a look. */
export interface LoadedConfig {
  readonly config: Config;
  /** The file it came from; absent when there was none. */
  readonly file?: string;
  /** Keys that have no effect here, and other things worth a look. */
  readonly warnings: readonly Problem[];
}

const DEFAULT_FILE = 'gauger.yaml';
const KEYS = [
  'global',
  'scrape_configs',
  'tenant_labels',
  'prices',
  'budget',
  'baselines',
  'signals',
  'detectors',
  'alerts',
  'maintenance',
  'receivers',
  'route',
  'time_intervals',
  'external_url',
  'dashboard_url',
  'runbook_url',
  'api',
  'warm_start',
  'write_receiver',
  'storage',
  'retention',
  'limits',
] as const;

/** Reads and checks the configuration. Throws a `ConfigError` with every problem found. */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const named = options.path ?? (options.environment.GAUGER_CONFIG || undefined);
  if (named === undefined && !existsSync(DEFAULT_FILE)) {
    const message = `not found; only the defaults hold and nothing is scraped. Copy gauger.example.yaml to ${DEFAULT_FILE}, or name a file with --config`;
    const { config } = parseConfig('', DEFAULT_FILE, options);
    return { config, warnings: [{ file: DEFAULT_FILE, key: '', message }] };
  }
  const file = named ?? DEFAULT_FILE;
  const { config, warnings } = parseConfig(readText(file), file, options);
  return { config, file, warnings };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const message = `cannot be read (${errorCode(error)}); check the path and its permissions`;
    throw new ConfigError([{ file, key: '', message }]);
  }
}

/** The same for a text that is already here; `file` names it in problems, and relative paths start from its directory. */
export function parseConfig(yaml: string, file: string, options: Omit<LoadOptions, 'path'>): LoadedConfig {
  const source = readYaml(file, yaml);
  if (source.syntaxErrors.length > 0) throw new ConfigError(source.syntaxErrors);
  const warnings = takeIgnoredKeys(source);
  const reader = new SectionReader(source, KEYS);
  const sections = readSections(reader);
  const { detectors, problems: inDetectors } = readDetectors(reader.raw('detectors'), options.detectors ?? {}, source);
  const { server, databaseUrl, apiToken, problems: inEnvironment } = readEnvironment(options.environment);
  const api = { ...sections.api, token: sections.api.token ?? apiToken };
  const problems = [...reader.problems, ...inDetectors, ...inEnvironment, ...unreadableSecrets(sections, source)];
  if (!isLoopback(server.host) && !asksForAccess(api)) {
    const message = `${server.host} can be reached from other machines, which needs a token; set api.token_file (or GAUGER_API_TOKEN), api.tokens or api.oidc, or leave HOST unset`;
    problems.push({ file: 'environment', key: 'HOST', message });
  }
  if (problems.length > 0) throw new ConfigError(problems.toSorted(byPlace));
  warnings.push(...notFollowed(sections, source));
  return {
    config: deepFreeze({ ...sections, api, detectors, server, databaseUrl }),
    file,
    warnings,
  };
}

function byPlace(left: Problem, right: Problem): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}

/** The sections of the file; what the reader is asked for, in which order, is the reference of the configuration too. */
export function readSections(reader: SectionReader) {
  const global = reader.read('global', globalSection);
  const receivers = reader.read('receivers', z.array(receiverSection).default([]));
  const timeIntervals = reader.read('time_intervals', z.array(namedIntervalSection).default([]));
  const known = { receivers: receivers.map(({ name }) => name), intervals: timeIntervals.map(({ name }) => name) };
  const sections = {
    global,
    scrapeConfigs: reader.read('scrape_configs', z.array(scrapeSection(global)).default([])),
    tenantLabels: reader.read('tenant_labels', z.array(text).default(TENANT_LABELS)),
    prices: reader.read('prices', pricesSection),
    budget: reader.read('budget', budgetSection),
    baselines: reader.read('baselines', baselinesSection),
    signals: reader.read('signals', z.array(userSignalSchema).default([])),
    alerts: reader.read('alerts', alertsSection(global.evaluationIntervalMs)),
    maintenance: reader.read('maintenance', z.array(maintenanceSection).default([])),
    receivers,
    timeIntervals,
    route: reader.read('route', routeSection(known).optional()),
    externalUrl: reader.read('external_url', httpUrl.optional()),
    dashboardUrl: reader.read('dashboard_url', httpUrl.optional()),
    runbookUrl: reader.read('runbook_url', httpUrl.optional()),
    api: reader.read('api', apiSection),
    warmStart: reader.read('warm_start', warmStartSection.optional()),
    writeReceiver: reader.read('write_receiver', writeReceiverSection),
    storage: reader.read('storage', storageSection),
    retention: reader.read('retention', retentionSection),
    limits: reader.read('limits', limitsSection),
  };
  reader.unique('scrape_configs', 'job_name');
  reader.unique('maintenance', 'name');
  reader.unique('receivers', 'name');
  reader.unique('time_intervals', 'name');
  reader.unique('signals', 'id');
  return sections;
}

/** Secrets without which the service would not do its work; those of scrapes are read at the scrape, as Prometheus does. */
function unreadableSecrets({ api, receivers }: ReturnType<typeof readSections>, source: YamlSource): Problem[] {
  const needed: [KeyPath, Secret | undefined][] = [
    [['api', 'token_file'], api.token],
    ...api.tokens.map(({ token }, index): [KeyPath, Secret] => [['api', 'tokens', index, 'token_file'], token]),
    ...receivers.flatMap((receiver, index) =>
      secretsOf(receiver).map(([kind, key, secret]): [KeyPath, Secret] => [['receivers', index, kind, key], secret]),
    ),
  ];
  return needed.flatMap(([path, secret]) => {
    try {
      if (secret === undefined || secret.file === undefined || secret.read() !== '') return [];
      return [problemAt(source, path, `the file ${secret.file} is empty; write the secret into it`)];
    } catch (error) {
      return [problemAt(source, path, error instanceof Error ? error.message : String(error))];
    }
  });
}

/** Discovery that is read, so that the file is judged whole, and brings no targets. */
function notFollowed({ scrapeConfigs }: ReturnType<typeof readSections>, source: YamlSource): Problem[] {
  return scrapeConfigs.flatMap(({ kubernetesSdConfigs }, index) =>
    kubernetesSdConfigs.flatMap(({ role }, sd) => {
      const message = 'ingress is not followed; use service, or list its targets with static, file or http discovery';
      const path = ['scrape_configs', index, 'kubernetes_sd_configs', sd, 'role'];
      return role === 'ingress' ? [problemAt(source, path, message)] : [];
    }),
  );
}
