import { DETECTOR_SCHEMAS } from '../../src/commands/configuration.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { Engine, type EngineSettings } from '../../src/core/engine.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import type { Labels } from '../../src/core/model/labels.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import { SimulatedCluster } from '../../src/simulate/cluster.ts';
import { stagedAttacks } from '../../src/simulate/staged-attacks.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 10 * MINUTE_MS;
const ATTACK_MS = Date.UTC(2026, 10, 18, 14);
const START_MS = ATTACK_MS - 5 * 60 * MINUTE_MS;
const END_MS = ATTACK_MS + 50 * MINUTE_MS;

/** What the same cluster looks like to somebody with other names, other units, or another order. */
interface Look {
  readonly label?: (name: string, value: string) => string;
  readonly factor?: (metric: string) => number;
  readonly settings?: (settings: EngineSettings) => EngineSettings;
  readonly isReversed?: boolean;
}

/** An engine that is shown the cluster through a look. */
class Watcher {
  private readonly engine: Engine;
  private readonly heads = new Map<string, { readonly head: string; readonly factor: number }>();
  readonly fired: Alert[] = [];

  constructor(private readonly look: Look) {
    const yaml = 'global: { scrape_interval: 10m, evaluation_interval: 10m }';
    const { config } = parseConfig(yaml, 'gauger.yaml', { environment: {}, detectors: DETECTOR_SCHEMAS });
    const settings = engineSettings(config);
    this.engine = new Engine((look.settings ?? ((same) => same))(settings));
  }

  see(pages: readonly { readonly target: Labels; readonly lines: readonly string[] }[], timeMs: number): void {
    for (const { target, lines } of this.look.isReversed ? [...pages].reverse() : pages) {
      const seen = lines.map((line) => this.line(line));
      const body = Buffer.from(`${(this.look.isReversed ? seen.reverse() : seen).join('\n')}\n`);
      const labels = Object.fromEntries(Object.entries(target).map(([name, value]) => [name, this.value(name, value)]));
      const { changes } = this.engine.ingest({ up: true, target: labels, timeMs, body });
      this.fired.push(...changes.filter(({ change }) => change === 'fired').map(({ alert }) => alert));
    }
  }

  private line(line: string): string {
    const time = /\} \S+( \d{13})$/.exec(line)?.[1] ?? '';
    const timeAt = line.length - time.length;
    const end = line.lastIndexOf(' ', timeAt - 1);
    const text = line.slice(0, end);
    const known = this.heads.get(text) ?? this.head(text);
    this.heads.set(text, known);
    return `${known.head} ${Number(line.slice(end + 1, timeAt)) * known.factor}${time}`;
  }

  private head(text: string) {
    const [metric = ''] = text.split('{');
    const head = text.replace(/([a-zA-Z_]+)="([^"]*)"/g, (_, name, value) => `${name}="${this.value(name, value)}"`);
    return { head, factor: this.look.factor?.(metric) ?? 1 };
  }

  private value(name: string, value: string): string {
    return this.look.label?.(name, value) ?? value;
  }
}

const CHOSEN =
  /^(tenant|team|team_alias|api_key_alias|hashed_api_key|user|pod|namespace|Hostname|node|UUID|instance|guardrail_name)$/;

/** Every letter by the one thirteen further on, twice is nothing: another order of the same names. */
function shifted(name: string): string {
  return name.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 13) % 26));
  });
}
const rename = (name: string, value: string) => (CHOSEN.test(name) ? shifted(value) : value);

const USD = 1024;
const TOKENS = 8;
const BYTES = 1 / 1024;

function metricFactor(metric: string): number {
  if (metric.startsWith('litellm_spend')) return USD;
  if (/tokens(_metric)?_(total|sum)$/.test(metric)) return TOKENS;
  return /bytes/i.test(metric) ? BYTES : 1;
}

function unitFactor(unit: string): number {
  if (unit === 'USD/token') return USD / TOKENS;
  const [counted] = unit.split('/');
  return counted === 'USD' ? USD : counted === 'tokens' ? TOKENS : counted === 'bytes' ? BYTES : 1;
}

/** Memory of GPUs is told in MiB by a metric without a unit in its name, and stays as it is. */
function scaled(settings: EngineSettings): EngineSettings {
  const definitions = settings.signals.definitions.map((definition) => ({
    ...definition,
    minimumAbsolute:
      definition.minimumAbsolute * (definition.id.startsWith('gpu.memory') ? 1 : unitFactor(definition.unit)),
  }));
  return { ...settings, signals: { ...settings.signals, definitions } };
}

const told = ({ fired }: Watcher, back = (_: string, value: string) => value) =>
  fired
    .map(({ peak, startsAtMs }) => {
      const names = Object.entries(peak.entity.identity).map(([name, value]) => back(name, value));
      return [peak.detector, ...names, startsAtMs, peak.severity, ...peak.causes.map(({ cause }) => cause)].join(' | ');
    })
    .sort();

const plain = new Watcher({});
const renamed = new Watcher({ label: rename });
const permuted = new Watcher({ isReversed: true });
const rescaled = new Watcher({ factor: metricFactor, settings: scaled });

beforeAll(() => {
  const cluster = new SimulatedCluster({
    seed: 7,
    startMs: START_MS,
    attacks: stagedAttacks(ATTACK_MS).map(({ attack }) => attack),
  });
  for (let timeMs = START_MS; timeMs < END_MS; timeMs += STEP_MS) {
    cluster.advance(timeMs);
    const pages = cluster.targets.map(({ job, labels }, index) => ({
      target: { job, instance: `pod-${index}:9000`, ...labels },
      lines: cluster.page(index)?.toString().split('\n').filter(isTelling) ?? [],
    }));
    for (const watcher of [plain, renamed, permuted, rescaled]) watcher.see(pages, timeMs);
  }
}, 60_000);

/** Comments, buckets and times of creation are most of a page and say nothing here. */
function isTelling(line: string): boolean {
  return line !== '' && !line.startsWith('#') && !/^[a-zA-Z_:]+_(bucket|created)\b/.test(line);
}

it('sees the attacks', () => {
  expect(new Set(plain.fired.map(({ peak }) => peak.detector)).size).toBeGreaterThanOrEqual(4);
});

it('names do not change the verdicts', () => {
  expect(told(renamed, rename)).toEqual(told(plain));
});

it('the order of targets and of series on a page does not change the verdicts', () => {
  expect(told(permuted)).toEqual(told(plain));
});

it('the units of money, tokens and bytes do not change the verdicts', () => {
  expect(told(rescaled)).toEqual(told(plain));
});
