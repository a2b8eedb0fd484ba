import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { z } from 'zod';
import { ConfigError, problemText } from './config-error.ts';
import type { Environment } from './environment.ts';
import { type LoadedConfig, loadConfig, parseConfig } from './load-config.ts';

const DETECTORS = {
  'cost-spike': z.object({ minimumUsd: z.number().min(0).default(1), share: z.number().max(1).default(0.5) }),
  overload: z.object({ patienceMs: z.number().default(480_000) }),
};

const parse = (yaml: string, environment: Environment = {}): LoadedConfig =>
  parseConfig(yaml, 'gauger.yaml', { environment, detectors: DETECTORS });

/** What a broken file is told, a line a problem. */
function told(yaml: string, environment: Environment = {}): string[] {
  try {
    parse(yaml, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(problemText);
    throw error;
  }
  return [];
}

const ARMED = { enabled: true, shadow: false, only: [], except: [] };

describe('parseConfig', () => {
  it('tells all problems at once, each with its place, key and remedy, in the order of the file', () => {
    const yaml = `global:
  scrape_intervall: 10s
  scrape_timeout: 10x
scrape_configs:
  - job_nam: x
  - job_name: a
    relabel_configs: [{ regex: '(?=x)', target_label: a }]
    basic_auth: { password: hunter2, password_file: b }
    bearer_token: hunter2
  - job_name: a
    scrape_interval: 5s
    scrape_timeout: 9s
    static_configs: [{ targets: ['http://a:1/'] }]
receivers: [{ name: x, slak: {} }]
alert: {}
limits: { series: 1.5 }
storage: 3
external_url: user:hunter2@foo
detectors:
  cost_spike: {}
  cost-spike: { minimum_usd: -1, shar: 1 }
  overload: { enabled: maybe }
`;
    const lines = told(yaml, { PORT: '70000', HOST: '0.0.0.0', DATABASE_URL: 'mysql://hunter2' });
    expect(lines).toEqual([
      'environment: PORT: "70000" is no port; give a number from 0 to 65535',
      'environment: DATABASE_URL: must begin with postgresql://; leave it unset for the embedded database',
      'environment: HOST: 0.0.0.0 can be reached from other machines, which needs a token; set api.token_file (or GAUGER_API_TOKEN), api.tokens or api.oidc, or leave HOST unset',
      'gauger.yaml:2:3: global.scrape_intervall: unknown key; did you mean scrape_interval?',
      'gauger.yaml:3:3: global.scrape_timeout: "10x" cannot be used; write a duration like 30s, 5m or 1h30m',
      'gauger.yaml:5:5: scrape_configs[0].job_name: is missing; give text',
      'gauger.yaml:5:5: scrape_configs[0].job_nam: unknown key; did you mean job_name?',
      'gauger.yaml:7:25: scrape_configs[1].relabel_configs[0].regex: is no RE2 expression (error parsing regexp: invalid or unsupported Perl syntax: `(?=`); look-around and back references do not exist there',
      'gauger.yaml:8:19: scrape_configs[1].basic_auth.password: is given beside password_file; keep one of them',
      'gauger.yaml:10:5: scrape_configs[2].job_name: "a" is there already; each job_name may stand once',
      'gauger.yaml:13:34: scrape_configs[2].static_configs[0].targets[0]: must be host:port without a scheme or a path; see scheme and metrics_path',
      'gauger.yaml:14:13: receivers[0]: sends nowhere; add one of slack, webhook, alertmanager, pagerduty, email, siem',
      'gauger.yaml:14:24: receivers[0].slak: unknown key; did you mean slack?',
      'gauger.yaml:15:1: alert: unknown key; did you mean alerts?',
      'gauger.yaml:16:11: limits.series: must be a whole number',
      'gauger.yaml:17:1: storage: must be a map of keys',
      'gauger.yaml:18:1: external_url: is no whole address; write one like https://gauger.example',
      'gauger.yaml:20:3: detectors.cost_spike: unknown key; did you mean cost-spike?',
      'gauger.yaml:21:17: detectors.cost-spike.minimum_usd: must be at least 0',
      'gauger.yaml:21:34: detectors.cost-spike.shar: unknown key; did you mean share?',
      'gauger.yaml:22:15: detectors.overload.enabled: must be true or false',
    ]);
    expect(lines.join()).not.toContain('hunter2');
  });

  it.each([
    ['a: [1\nb: 2', 'gauger.yaml:2:1: '],
    ['global: {}\nglobal: {}', 'gauger.yaml:2:1: Map keys must be unique'],
    ['- a', 'gauger.yaml:1:1: must be a map of keys: global, scrape_configs'],
    ['just text', 'gauger.yaml:1:1: must be a map of keys'],
    ['__proto__: { a: 1 }', 'gauger.yaml:1:1: __proto__: unknown key'],
    ['scrape_configs: { job_name: a }', 'gauger.yaml:1:1: scrape_configs: must be a list'],
    ['scrape_configs: [null]', 'gauger.yaml:1:18: scrape_configs[0]: must be a map of keys'],
    [
      'baselines: { time_zone: Mars/Olympus }',
      'baselines.time_zone: is no time zone; write one like Europe/Berlin or UTC',
    ],
    [
      'scrape_configs: [{ job_name: a, scrape_interval: 5s, scrape_timeout: 6s }]',
      'scrape_timeout: 6s is longer than scrape_interval 5s; lower',
    ],
    [
      'scrape_configs: [{ job_name: a, basic_auth: {}, bearer_token: x }]',
      'bearer_token: cannot stand beside basic_auth; keep one of them',
    ],
    [
      'scrape_configs: [{ job_name: a, tls_config: { cert_file: a } }]',
      'tls_config: has only one of certificate and key; give cert_file and key_file',
    ],
    [
      'scrape_configs: [{ job_name: a, authorization: { type: Basic } }]',
      'authorization.type: cannot be Basic; use basic_auth',
    ],
    [
      'scrape_configs: [{ job_name: a, file_sd_configs: [{ files: ["a/*/b.json"] }] }]',
      'must end in .json, .yml or .yaml; a * may stand in the last part',
    ],
    [
      'receivers: [{ name: x, slack: {} }]',
      'receivers[0].slack: has no address; give webhook_url_file (or webhook_url), or bot_token_file and channel',
    ],
    [
      'receivers: [{ name: x, slack: { webhook_url: hooks.slack.com/services/a } }]',
      'receivers[0].slack.webhook_url: is no whole address; write one like https://gauger.example',
    ],
    [
      'receivers: [{ name: x, slack: { webhook_url_file: nowhere } }]',
      'receivers[0].slack.webhook_url_file: cannot read the secret file',
    ],
    [
      'detectors: { overload: { patience: 3 } }',
      '1:26: detectors.overload.patience: 3 cannot be used; write a duration',
    ],
    ['detectors: { overload: { patience_ms: 3 } }', 'patience_ms: unknown key; did you mean patience?'],
    ['detectors: { overload: { shadow: maybe } }', 'detectors.overload.shadow: must be true or false'],
    ['detectors: { overload: { only: tenant=a } }', 'detectors.overload.only: must be a list'],
    [
      `detectors: { overload: { except: ['tenant'] } }`,
      'except[0]: "tenant" is no matcher; write it as for Alertmanager',
    ],
    [`detectors: { overload: { only: ['a=~"("'] } }`, 'is no matcher'],
    [
      `detectors: { overload: { only: [tenant=a, tenant=b] } }`,
      `only[1]: all matchers of a list have to hold, and tenant="a" stands before; write 'tenant=~"a|b"' for either`,
    ],
    ['detectors: [cost-spike]', 'detectors: must be a map of keys'],
  ])('%s: %s', (yaml, message) => expect(told(yaml).join('\n')).toContain(message));

  it('ends at aliases that would grow without end', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[i]}`).join(', ')}]\n`)
      .join('')}`;
    expect(told(bomb).join()).toContain('Excessive alias count');
  });

  it('keeps text as it is written, whatever YAML makes of it', () => {
    const yaml = `scrape_configs:
  - job_name: 007
    static_configs: [{ targets: [localhost], labels: { version: 1.10, on: yes, hex: 0x10 } }]
    relabel_configs: [{ source_labels: [a], regex: 1.0, target_label: b, replacement: 1e3 }]`;
    const [scrape] = parse(yaml).config.scrapeConfigs;
    expect(scrape).toMatchObject({
      jobName: '007',
      staticConfigs: [{ labels: { version: '1.10', on: 'yes', hex: '0x10' } }],
      relabelConfigs: [{ pattern: { source: '1.0' }, replacement: '1e3' }],
    });
  });

  it('follows anchors and merge keys, and takes an empty section for its defaults', () => {
    const yaml = `global:
x-unused: &tls { tls_config: { insecure_skip_verify: true } }
scrape_configs:
  - { job_name: a, <<: *tls }
`;
    expect(told(yaml)).toEqual([expect.stringContaining('x-unused: unknown key')]);
    const { config } = parse(
      'scrape_configs:\n  - &one { job_name: a, scheme: https }\n  - { <<: *one, job_name: b }\nglobal:\n',
    );
    expect(config.scrapeConfigs.map(({ jobName, scheme }) => [jobName, scheme])).toEqual([
      ['a', 'https'],
      ['b', 'https'],
    ]);
  });

  it('hands global values down, and lets a global timeout give way to a shorter interval', () => {
    const { config } = parse(
      'global: { scrape_interval: 1m, sample_limit: 5 }\nscrape_configs: [{ job_name: a }, { job_name: b, scrape_interval: 3s }]',
    );
    expect(config.scrapeConfigs).toMatchObject([
      { scrapeIntervalMs: 60_000, scrapeTimeoutMs: 10_000, limits: { sampleLimit: 5 } },
      { scrapeIntervalMs: 3_000, scrapeTimeoutMs: 3_000, limits: { sampleLimit: 5 } },
    ]);
  });

  it('turns alert durations into whole evaluations', () => {
    expect(parse('global: { evaluation_interval: 1m }\nalerts: { for: 90s, resolve_after: 3m }').config.alerts).toEqual(
      {
        forMs: 90_000,
        forTicks: 3,
        resolveAfterMs: 180_000,
        resolveAfterTicks: 3,
        storm: 20,
      },
    );
    expect(parse('alerts: { for: 0s }').config.alerts.forTicks).toBe(1);
  });

  it('gives detectors their settings in camelCase', () => {
    const { config } = parse(
      'detectors: { cost-spike: { minimum_usd: 7 }, overload: { enabled: false, patience: 5m } }',
    );
    expect(config.detectors).toEqual({
      'cost-spike': { ...ARMED, settings: { minimumUsd: 7, share: 0.5 } },
      overload: { ...ARMED, enabled: false, settings: { patienceMs: 300_000 } },
    });
  });

  it('gives detectors what each of them takes: shadow and matchers', () => {
    const { config } = parse(
      `detectors: { cost-spike: { shadow: true, only: ['namespace=~"ml-.*"', 'tenant!=acme'], except: ['tenant="x"'] } }`,
    );
    expect(config.detectors['cost-spike']).toMatchObject({
      enabled: true,
      shadow: true,
      only: [
        { name: 'namespace', value: 'ml-.*', isRegex: true, isEqual: true },
        { name: 'tenant', value: 'acme', isRegex: false, isEqual: false },
      ],
      except: [{ name: 'tenant', value: 'x', isRegex: false, isEqual: true }],
      settings: { share: 0.5 },
    });
  });

  it('is frozen to its depth and shows no secret', () => {
    const { config } = parse(
      'scrape_configs: [{ job_name: a, bearer_token: hunter2 }]\nreceivers: [{ name: r, slack: { webhook_url: "https://hooks.example/hunter2" } }]',
      {
        DATABASE_URL: 'postgresql://u:hunter2@db/gauger',
        GAUGER_API_TOKEN: 'hunter2',
      },
    );
    expect(Object.isFrozen(config.scrapeConfigs[0]?.limits)).toBe(true);
    expect(inspect(config, { depth: 10 }) + JSON.stringify(config)).not.toContain('hunter2');
    expect(config.databaseUrl?.read()).toBe('postgresql://u:hunter2@db/gauger');
    expect(config.receivers[0]?.slack?.webhookUrl?.read()).toBe('https://hooks.example/hunter2');
  });

  it('opens itself to other machines only with a token', () => {
    expect(parse('', { HOST: '0.0.0.0', GAUGER_API_TOKEN: 't' }).config.server).toEqual({
      host: '0.0.0.0',
      port: 8080,
    });
    for (const host of ['127.0.0.1', '::1', 'localhost', '127.1.2.3']) expect(told('', { HOST: host })).toEqual([]);
    for (const host of ['::', '0.0.0.0', '10.0.0.1', 'localhost.evil.example'])
      expect(told('', { HOST: host })).toHaveLength(1);
  });

  it('does not expand variables', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the point
    expect(parse('storage: { data_directory: "${HOME}/data" }').config.storage.dataDirectory).toBe('${HOME}/data');
  });

  it('tells of the one role of kubernetes discovery that is not followed', () => {
    const { warnings } = parse(
      'scrape_configs: [{ job_name: a, kubernetes_sd_configs: [{ role: pod }, { role: ingress }] }]',
    );
    expect(warnings.map(problemText)).toEqual([
      'gauger.yaml:1:74: scrape_configs[0].kubernetes_sd_configs[1].role: ingress is not followed; use service, or list its targets with static, file or http discovery',
    ]);
  });
});

describe('loadConfig', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauger-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the named file, else the one of GAUGER_CONFIG; secret files are beside it', () => {
    const path = join(folder, 'g.yaml');
    writeFileSync(path, 'api: { token_file: token }');
    writeFileSync(join(folder, 'token'), 't0ken\n');
    for (const loaded of [
      loadConfig({ path, environment: {} }),
      loadConfig({ environment: { GAUGER_CONFIG: path } }),
    ]) {
      expect(loaded.file).toBe(path);
      expect(loaded.config.api.token?.read()).toBe('t0ken');
    }
    writeFileSync(join(folder, 'token'), '\n');
    expect(() => loadConfig({ path, environment: {} })).toThrow('token is empty; write the secret into it');
  });

  it('names a file that cannot be read', () => {
    expect(() => loadConfig({ path: join(folder, 'none.yaml'), environment: {} })).toThrow(
      'none.yaml: cannot be read (ENOENT); check the path',
    );
  });
});
