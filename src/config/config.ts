import type { z } from 'zod';
import type { MaintenanceWindow } from '../core/alerts/silencer.ts';
import type { UserSignal } from '../core/signals/user-signals.ts';
import type { ApiConfig } from './api-section.ts';
import type { DetectorConfig } from './detectors-section.ts';
import type { ServerConfig } from './environment.ts';
import type { GlobalConfig } from './global-section.ts';
import type { alertsSection, baselinesSection, budgetSection } from './judging-sections.ts';
import type { pricesSection } from './prices-section.ts';
import type { ReceiverConfig } from './receivers-section.ts';
import type { NamedInterval, RouteConfig } from './route-section.ts';
import type { ScrapeConfig } from './scrape-section.ts';
import type { Secret } from './secret.ts';
import type { limitsSection, retentionSection, storageSection } from './service-sections.ts';
import type { WarmStartConfig } from './warm-start-section.ts';
import type { writeReceiverSection } from './write-receiver-section.ts';

/** Everything a user can set, with every default filled in; frozen to its depth. Durations in milliseconds, sizes in bytes. */
export interface Config {
  readonly global: GlobalConfig;
  readonly scrapeConfigs: readonly ScrapeConfig[];
  readonly tenantLabels: readonly string[];
  readonly prices: z.output<typeof pricesSection>;
  readonly budget: z.output<typeof budgetSection>;
  readonly baselines: z.output<typeof baselinesSection>;
  /** Signals of the user's own, beside the catalogue's. */
  readonly signals: readonly UserSignal[];
  readonly detectors: Readonly<Record<string, DetectorConfig>>;
  readonly alerts: z.output<ReturnType<typeof alertsSection>>;
  /** Recurring times at which some alerts are told to nobody. */
  readonly maintenance: readonly MaintenanceWindow[];
  readonly receivers: readonly ReceiverConfig[];
  /** Who hears of what; absent: every receiver of everything, each alert alone and at once. */
  readonly route?: RouteConfig;
  readonly timeIntervals: readonly NamedInterval[];
  /** Where people reach this service: for the links in messages. */
  readonly externalUrl?: string;
  /** The Grafana dashboard to open from a message; `?var-entity=` is added. */
  readonly dashboardUrl?: string;
  /** Where the runbooks are; `{detector}` in it is replaced, else the detector's id is added. */
  readonly runbookUrl?: string;
  readonly api: ApiConfig;
  /** Absent: baselines begin empty. */
  readonly warmStart?: WarmStartConfig;
  readonly writeReceiver: z.output<typeof writeReceiverSection>;
  readonly storage: z.output<typeof storageSection>;
  readonly retention: z.output<typeof retentionSection>;
  readonly limits: z.output<typeof limitsSection>;
  readonly server: ServerConfig;
  /** Absent: the embedded database in `storage.dataDirectory`. */
  readonly databaseUrl?: Secret;
}
