import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { toAlertmanager } from '../core/alerts/alertmanager.ts';
import { Engine } from '../core/engine.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import { engineSettings } from '../pipeline/engine-settings.ts';
import { openScrapeLog } from '../scrape/scrape-log.ts';
import { configuration } from './configuration.ts';

/** Options of `gauger replay`. */
export interface ReplayOptions {
  readonly config?: string;
  readonly out?: string;
  /** Alerts of detectors in the shadow too; their labels say so. */
  readonly shadow?: boolean;
}

/**
 * Runs a scrape log through the engine and writes its alerts as JSON lines in Alertmanager's shape: each when it resolves, those still
 * firing when the log ends. The same log and configuration give the same bytes.
 */
export async function replay(log: string, options: ReplayOptions): Promise<number> {
  const config = configuration(options.config);
  const engine = new Engine({ ...engineSettings(config), historySignals: 0 });
  const lines = new AlertLines(await output(options.out), {
    withShadow: options.shadow ?? false,
    runbookUrl: config.runbookUrl,
  });
  const pages = openScrapeLog(log, {
    bodyMaximumBytes: config.global.bodySizeLimitBytes,
    onBaseline: (row) => engine.restore([row], []),
  });
  for await (const page of pages) await lines.write(engine.ingest(page).changes);
  await lines.write(engine.flush());
  await lines.end(engine.openAlerts());
  return 0;
}

async function output(path: string | undefined): Promise<Writable> {
  return path === undefined ? process.stdout : (await open(path, 'w')).createWriteStream();
}

class AlertLines {
  constructor(
    private readonly out: Writable,
    private readonly told: { readonly withShadow: boolean; readonly runbookUrl: string | undefined },
  ) {}

  async write(changes: readonly AlertChange[]): Promise<void> {
    for (const { change, alert } of changes) if (change === 'resolved') await this.line(alert);
  }

  async end(open: readonly Alert[]): Promise<void> {
    for (const alert of open) if (alert.state === 'firing') await this.line(alert);
    if (this.out === process.stdout) return;
    this.out.end();
    await finished(this.out);
  }

  private async line(alert: Alert): Promise<void> {
    const { withShadow, runbookUrl } = this.told;
    if (alert.peak.shadow === true && !withShadow) return;
    if (!this.out.write(`${JSON.stringify(toAlertmanager(alert, { runbookUrl }))}\n`)) await once(this.out, 'drain');
  }
}
