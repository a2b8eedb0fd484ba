import { parseConfig } from '../../src/config/load-config.ts';
import type { Detector } from '../../src/core/detectors/detector.ts';
import { Engine } from '../../src/core/engine.ts';
import type { AlertChange } from '../../src/core/model/alert.ts';
import type { Reading } from '../../src/core/model/signal.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import { finding, MORNING_MS } from './alerts.ts';

const MINUTE_MS = 60_000;
const SIGNAL = 'requests.rate';

/** Finds whatever is beyond the line: what is tested is the way from there. */
function plainDetector(): Detector {
  return {
    ...engineSettings(parseConfig('', 'a.yaml', { environment: {} }).config).detectors[0]!.detector,
    id: 'plain',
    evaluate: (view) =>
      [...view.entities('service')].flatMap((entity) => {
        const reading = view.reading(SIGNAL, entity);
        if (reading === undefined || reading.score < 1) return [];
        return [
          finding({
            detector: 'plain',
            entity,
            score: reading.score,
            evidence: [evidenceOf(reading, entity.key)],
          }),
        ];
      }),
  };
}

function evidenceOf({ value, expected, lower, upper, score }: Reading, entity: string) {
  return { signal: SIGNAL, entity, unit: 'requests/s' as const, value, expected, lower, upper, score };
}

/** An engine that watches one service, a sample a minute, and what came of it. */
export class WatchedService {
  readonly engine: Engine;
  readonly changes: AlertChange[] = [];
  private minute = 0;
  private total = 0;

  constructor(yaml = '') {
    const text = `global: { scrape_interval: 1m, evaluation_interval: 1m }\n${yaml}`;
    const { config } = parseConfig(text, 'a.yaml', { environment: {} });
    const detectors = [{ detector: plainDetector(), settings: {} }];
    this.engine = new Engine({ ...engineSettings(config), detectors });
  }

  /** So many minutes at this rate, give or take a little that is the same in each run. */
  at(requestsPerMinute: number, minutes: number): this {
    for (let n = 0; n < minutes; n++) {
      this.minute++;
      this.total += requestsPerMinute * (1 + 0.05 * Math.sin(this.minute * 12.9898));
      const line = `traefik_service_requests_total{code="200",method="GET",protocol="http",service="web@docker"} ${Math.round(this.total)}\n`;
      const timeMs = MORNING_MS + this.minute * MINUTE_MS;
      const page = { up: true, target: { job: 'traefik', instance: 'a:1' }, timeMs, body: Buffer.from(line) } as const;
      this.changes.push(...this.engine.ingest(page).changes);
    }
    return this;
  }

  /** The slot of the one signal that is judged. */
  get slot(): number {
    const [service] = this.engine.signals.entities('service');
    if (service === undefined) throw new Error('nothing was watched yet');
    return this.engine.signals.slot(SIGNAL, service);
  }

  of(change: AlertChange['change']): AlertChange[] {
    return this.changes.filter((one) => one.change === change);
  }
}
