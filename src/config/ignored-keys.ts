import type { Problem } from './config-error.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

interface Ignored {
  /** Where the keys stand; `*` is every entry of a list. */
  readonly under: readonly string[];
  readonly keys: readonly string[];
  readonly why: string;
}

const OTHER_DISCOVERY =
  'azure consul digitalocean dns docker dockerswarm ec2 eureka gce hetzner ionos kuma lightsail linode marathon nerve nomad oci openstack outscale ovhcloud puppetdb scaleway serverset stackit triton uyuni vultr';
const SD_CONFIGS = OTHER_DISCOVERY.split(' ').map((kind) => `${kind}_sd_configs`);
const STORAGE = 'belongs to Prometheus’ own storage and rules; Gauger has no use for it';
const FORMAT = 'is not needed: Gauger asks for text and OpenMetrics and reads both';
const PROXY = 'is not supported; the target is asked directly, with the other settings';
const DISCOVERY =
  'is not supported; its targets are not scraped (list them with static, file, http or kubernetes discovery)';
const FORMAT_KEYS = [
  'scrape_protocols',
  'fallback_scrape_protocol',
  'scrape_native_histograms',
  'scrape_classic_histograms',
  'always_scrape_classic_histograms',
  'convert_classic_histograms_to_nhcb',
  'native_histogram_bucket_limit',
  'native_histogram_min_bucket_factor',
  'track_timestamps_staleness',
  'metric_name_validation_scheme',
  'metric_name_escaping_scheme',
  'extra_scrape_metrics',
  'keep_dropped_targets',
  'scrape_failure_log_file',
];
const HTTP_KEYS = [
  'oauth2',
  'proxy_url',
  'no_proxy',
  'proxy_from_environment',
  'proxy_connect_header',
  'enable_http2',
  'sigv4',
  'azuread',
  'google_iam',
];
const TOP_KEYS = ['rule_files', 'alerting', 'remote_write', 'remote_read', 'tracing', 'otlp', 'runtime'];
const SCRAPE: readonly string[] = ['scrape_configs', '*'];

/** Keys of a Prometheus file that are understood and have no effect here: told of, never an error. */
const IGNORED: readonly Ignored[] = [
  { under: [], keys: TOP_KEYS, why: STORAGE },
  { under: [], keys: ['scrape_config_files'], why: 'is not supported; put its entries into scrape_configs' },
  { under: ['storage'], keys: ['tsdb', 'exemplars'], why: STORAGE },
  { under: ['global'], keys: ['query_log_file', 'rule_query_offset'], why: STORAGE },
  { under: ['global'], keys: FORMAT_KEYS, why: FORMAT },
  { under: SCRAPE, keys: FORMAT_KEYS, why: FORMAT },
  { under: SCRAPE, keys: SD_CONFIGS, why: DISCOVERY },
  { under: SCRAPE, keys: HTTP_KEYS, why: PROXY },
  { under: [...SCRAPE, 'http_sd_configs', '*'], keys: HTTP_KEYS, why: PROXY },
  { under: [...SCRAPE, 'kubernetes_sd_configs', '*'], keys: HTTP_KEYS, why: PROXY },
];

/** Takes the keys that have no effect out of the data, in place, and tells of each. */
export function takeIgnoredKeys(source: YamlSource): Problem[] {
  return IGNORED.flatMap(({ under, keys, why }) =>
    mapsAt(source.data, under, []).flatMap(({ map, path }) =>
      keys
        .filter((key) => Object.hasOwn(map, key))
        .map((key) => {
          Reflect.deleteProperty(map, key);
          const full = [...path, key];
          return { file: source.file, ...source.place(full), key: keyText(full), message: why };
        }),
    ),
  );
}

function mapsAt(
  data: unknown,
  under: readonly string[],
  path: KeyPath,
): { readonly map: object; readonly path: KeyPath }[] {
  if (typeof data !== 'object' || data === null) return [];
  const [step, ...rest] = under;
  if (step === undefined) return [{ map: data, path }];
  if (step !== '*') return mapsAt(Reflect.get(data, step), rest, [...path, step]);
  return Array.isArray(data) ? data.flatMap((item, index) => mapsAt(item, rest, [...path, index])) : [];
}

/** `scrape_configs[0].static_configs[1].labels` */
export function keyText(path: KeyPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('');
}
