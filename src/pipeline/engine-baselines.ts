import { BaselineExport } from '../api/ports.ts';
import type { Engine } from '../core/engine.ts';
import { formatBaseline } from '../scrape/baseline-line.ts';

/** The engine's baselines as lines of a scrape log. */
export class EngineBaselines extends BaselineExport {
  constructor(private readonly engine: Engine) {
    super();
  }

  *lines(): Iterable<string> {
    for (const row of this.engine.allBaselines()) yield `${formatBaseline(row)}\n`;
  }
}
