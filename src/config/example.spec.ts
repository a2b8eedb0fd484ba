import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { DETECTORS } from '../core/detectors/registry.ts';
import { loadConfig, parseConfig } from './load-config.ts';

const FILE = new URL('../../gauger.example.yaml', import.meta.url);
const detectors = Object.fromEntries(DETECTORS.map(({ id, settings }) => [id, settings]));
const text = readFileSync(FILE, 'utf8');

/** The example with its example lines switched on, and the empty values that they replace taken out. */
const everything = text
  .replaceAll(
    /^(scrape_configs|maintenance|receivers|time_intervals|signals): \[\]\n|^prices:\n {2}models: \[\]\n {2}gpus: \[\]\n|(?<=^api:\n) {2}tokens: \[\]\n/gm,
    '',
  )
  .replaceAll(/^#(?! \S)/gm, '');

/** What a file written by hand leaves to the defaults. */
const BARE = `scrape_configs:
  - job_name: vllm
    static_configs: [{ targets: ['vllm-0.vllm:8000'], labels: { cluster: a } }]
    file_sd_configs: [{ files: ['targets/*.json'] }]
    http_sd_configs: [{ url: 'http://inventory.example/targets' }]
`;

/** A key of the configuration as it is spelled in the file. */
const inFile = (key: string) =>
  key.replace(/(Ms|Bytes)$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('gauger.example.yaml', () => {
  it('states the defaults, every one of them', () => {
    const stated = parseConfig(text, 'gauger.yaml', { environment: {}, detectors });
    const defaults = parseConfig('', 'gauger.yaml', { environment: {}, detectors });
    expect(stated.config).toEqual(defaults.config);
    expect(stated.warnings).toEqual([]);
  });

  it('leaves no key out', () => {
    // Every key of the configuration, spelled as in the file, stands somewhere in it.
    const { config } = parseConfig('', 'gauger.yaml', { environment: {}, detectors });
    const { server: _, databaseUrl: __, detectors: ___, ...sections } = config;
    const keys = Object.values(sections).flatMap((section) =>
      typeof section === 'object' && section !== null && !Array.isArray(section) ? Object.keys(section) : [],
    );
    const spelled = keys.filter((key) => !/Ticks$/.test(key)).map(inFile);
    expect(spelled.filter((key) => !new RegExp(`\\b${key}(_file)?:`).test(text))).toEqual([]);
  });

  it('states the settings of each detector', () => {
    const stated = z.object({ detectors: z.record(z.string(), z.object({}).loose()) }).parse(parse(text)).detectors;
    const { config } = parseConfig('', 'gauger.yaml', { environment: {}, detectors });
    const keys = (settings: unknown) => Object.keys(z.object({}).loose().parse(settings)).sort();
    expect(Object.entries(stated).map(([id, settings]) => [id, keys(settings)])).toEqual(
      Object.entries(config.detectors).map(([id, { settings }]) => [
        id,
        ['enabled', ...keys(settings).map(inFile)].sort(),
      ]),
    );
  });

  it('has examples that hold, with the defaults of a scrape configuration', () => {
    const files: string[] = [];
    const withoutSecrets = everything.replaceAll(
      /\b(\w*url|(?:bot_)?token|signing_secret|routing_key|auth_password)_file: [^\s},]+/g,
      (key, name) => {
        files.push(key);
        return `${name}: https://hooks.example/x`;
      },
    );
    const { config } = parseConfig(withoutSecrets, 'gauger.yaml', { environment: {}, detectors });
    const bare = parseConfig(BARE, 'gauger.yaml', { environment: {} });
    expect(config.scrapeConfigs[0]).toEqual(bare.config.scrapeConfigs[0]);
    expect(config.scrapeConfigs).toHaveLength(3);
    expect(config.receivers[0]?.slack).toMatchObject({ minSeverity: 'warning', sendResolved: true });
    expect(config.api.tokens).toMatchObject([{ name: 'grafana', role: 'viewer' }]);
    expect(config.api.oidc).toMatchObject({ audience: 'gauger', roleMapping: { sre: 'operator', platform: 'admin' } });
    expect(config.receivers.map(({ name }) => name)).toEqual([
      'on-call',
      'team',
      'hook',
      'alertmanager',
      'pager',
      'mail',
      'siem',
    ]);
    expect(config.route).toMatchObject({ groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000 });
    expect(files).toEqual([
      'webhook_url_file: secrets/slack-webhook',
      'bot_token_file: secrets/slack-bot',
      'signing_secret_file: secrets/slack-signing',
      'url_file: secrets/hook-url',
      'signing_secret_file: secrets/hook-key',
      'routing_key_file: secrets/pagerduty',
      'auth_password_file: secrets/mail',
      'url_file: secrets/siem-url',
      'token_file: secrets/api-token',
      'token_file: secrets/grafana-token',
    ]);
  });

  it('has a comment for each value', () => {
    const bare = text.split('\n').filter((line) => /^#? +[a-z_]+: [^{[]*$/.test(line) && !line.slice(1).includes('# '));
    expect(bare.filter((line) => !/^#|enabled: true|models|gpus/.test(line))).toEqual([]);
  });

  it('is found under its own name by nobody: without gauger.yaml the defaults hold, and are told', () => {
    const { config, file, warnings } = loadConfig({
      environment: {},
      detectors: { some: z.object({ a: z.number().default(1) }) },
    });
    expect({ file, jobs: config.scrapeConfigs.length, settings: config.detectors['some'] }).toEqual({
      file: undefined,
      jobs: 0,
      settings: { enabled: true, shadow: false, only: [], except: [], settings: { a: 1 } },
    });
    expect(warnings[0]?.message).toContain('nothing is scraped');
  });
});
