import { type DynamicModule, Module } from '@nestjs/common';
import { SYSTEM_CLOCK } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { AlertStore } from './alert-store.ts';
import { ApiTokenStore } from './api-token-store.ts';
import { AuditStore } from './audit-store.ts';
import { BaselineStore } from './baseline-store.ts';
import { Database, type DatabasePlace } from './database.ts';
import { EvidenceStore } from './evidence-store.ts';
import { IncidentStore } from './incident-store.ts';
import { Leadership } from './leadership.ts';
import { openDatabase } from './open-database.ts';
import { OutboxReport } from './outbox-report.ts';
import { OutboxStore } from './outbox-store.ts';
import { SilenceStore } from './silence-store.ts';
import { SlackMessageStore } from './slack-message-store.ts';

const STORES = [
  BaselineStore,
  AlertStore,
  OutboxStore,
  OutboxReport,
  SlackMessageStore,
  SilenceStore,
  AuditStore,
  EvidenceStore,
  IncidentStore,
  ApiTokenStore,
];

/** Where the configuration puts the tables: `DATABASE_URL`, or else the embedded database in the data directory. */
export function databasePlace({ databaseUrl, storage }: Pick<Config, 'databaseUrl' | 'storage'>): DatabasePlace {
  return databaseUrl === undefined ? { dataDirectory: storage.dataDirectory } : { url: databaseUrl.read() };
}

/** The database, migrated before anybody gets it and closed after everybody has stopped, and the stores on it. */
@Module({})
export class StoreModule {}

/** The database and everything that is kept in it. */
export function storeModule(config: Pick<Config, 'databaseUrl' | 'storage' | 'server'>): DynamicModule {
  const { databaseUrl, server } = config;
  return {
    module: StoreModule,
    global: true,
    providers: [
      { provide: Database, useFactory: () => openDatabase(databasePlace(config), SYSTEM_CLOCK) },
      {
        provide: Leadership,
        useFactory: () =>
          new Leadership({ url: databaseUrl?.read(), advertisedUrl: server.advertisedUrl, clock: SYSTEM_CLOCK }),
      },
      ...STORES.map((store) => ({
        provide: store,
        useFactory: (database: Database) => new store(database),
        inject: [Database],
      })),
    ],
    exports: [Database, Leadership, ...STORES],
  };
}
