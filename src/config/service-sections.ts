import { z } from 'zod';
import { byteSize, duration, section, text } from './fields.ts';

/** `storage`: where state is kept when `DATABASE_URL` is not set, and how often it is written. */
export const storageSection = section({
  data_directory: text.default('./data'),
  checkpoint_interval: duration.prefault('30s'),
})
  .prefault({})
  .transform((given) => ({ dataDirectory: given.data_directory, checkpointIntervalMs: given.checkpoint_interval }));

/** `retention`: how long things are kept. */
export const retentionSection = section({
  alerts: duration.prefault('90d'),
  outbox: duration.prefault('7d'),
  baselines: duration.prefault('30d'),
  audit: duration.prefault('400d'),
})
  .prefault({})
  .transform((given) => ({
    alertsMs: given.alerts,
    outboxMs: given.outbox,
    baselinesMs: given.baselines,
    auditMs: given.audit,
  }));

/** `limits`: bounds of the whole process. Bounds of one target's page stand in `global` and `scrape_configs`. */
export const limitsSection = section({
  series: z.number().int().min(1).default(1_000_000),
  series_per_target: z.number().int().min(1).default(100_000),
  signals: z.number().int().min(1).default(500_000),
  concurrent_scrapes: z.number().int().min(1).default(500),
  bodies_under_way: byteSize.prefault('512MB'),
  link_local_targets: z.boolean().default(false),
  exported_signals: z.number().int().min(0).default(2000),
  history_signals: z.number().int().min(0).default(5000),
})
  .prefault({})
  .transform((given) => ({
    series: given.series,
    seriesPerTarget: given.series_per_target,
    /** Signals of all entities ever seen; beyond them no new entity is taken up. */
    signals: given.signals,
    concurrentScrapes: given.concurrent_scrapes,
    /** Memory of all pages that are being read at one time. */
    bodiesUnderWayBytes: given.bodies_under_way,
    /** Whether link-local addresses, where clouds serve credentials, may be scraped. */
    linkLocalTargets: given.link_local_targets,
    /** Signals shown with their bands in our own metrics; the most unusual first. */
    exportedSignals: given.exported_signals,
    /** Signals whose latest points are kept for charts and evidence; 14 kB each. */
    historySignals: given.history_signals,
  }));
