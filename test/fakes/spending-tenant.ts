import { parseConfig } from '../../src/config/load-config.ts';
import { Engine } from '../../src/core/engine.ts';
import type { AlertChange } from '../../src/core/model/alert.ts';
import type { Entity } from '../../src/core/model/entity.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';

const STEP_MS = 240_000;
const HOUR_STEPS = 15;
const START_MS = Date.UTC(2026, 10, 2);
const EVERY_4_MINUTES = 'global: { scrape_interval: 4m, evaluation_interval: 4m }';

/** The service's own engine with all detectors, over a gateway with one tenant that spends money, and what came of it. */
export class SpendingTenant {
  readonly engine: Engine;
  private readonly changes: AlertChange[] = [];
  private step = 0;
  private usd = 0;

  /** @param yaml further lines of the configuration */
  constructor(private readonly yaml = '') {
    const { config } = parseConfig(`${EVERY_4_MINUTES}\n${yaml}`, 'a.yaml', { environment: {} });
    this.engine = new Engine(engineSettings(config));
  }

  /** So many hours at this much an hour, or in a straight line to there; give or take a little that is the same in each run. */
  spends(usdPerHour: number, hours: number, until = usdPerHour): this {
    const steps = hours * HOUR_STEPS;
    for (let n = 0; n < steps; n++) {
      this.step++;
      const rate = usdPerHour + ((until - usdPerHour) * n) / steps;
      this.usd += (rate * (1 + 0.05 * Math.sin(this.step * 12.9898))) / HOUR_STEPS;
      const body = Buffer.from(`litellm_spend_metric_total{team="acme",model="m"} ${this.usd}\n`);
      const timeMs = START_MS + this.step * STEP_MS;
      const page = { up: true, target: { job: 'litellm', instance: 'a:1' }, timeMs, body } as const;
      this.changes.push(...this.engine.ingest(page).changes);
    }
    return this;
  }

  /** Another process that takes up what this one has learnt, on the same gateway. */
  restarted(): SpendingTenant {
    const other = new SpendingTenant(this.yaml);
    other.step = this.step;
    other.usd = this.usd;
    // Bytes of a log and of a database lie in a larger buffer.
    const rows = [...this.engine.allBaselines()].map((row) => ({ ...row, state: Buffer.from(row.state) }));
    other.engine.restore(rows, this.engine.openAlerts());
    return other;
  }

  get entity(): Entity {
    const [tenant] = this.engine.signals.entities('tenant');
    if (tenant === undefined) throw new Error('nothing was spent yet');
    return tenant;
  }

  /** How often an alert of this detector fired so far, on the tenant. */
  fired(detector: string): number {
    return this.changes.filter(
      ({ change, alert }) =>
        change === 'fired' && alert.peak.detector === detector && alert.peak.entity.kind === 'tenant',
    ).length;
  }
}
