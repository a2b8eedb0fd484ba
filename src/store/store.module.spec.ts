import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { copyTemplate, openTestDatabase } from '../../test/database.ts';
import { Secret } from '../config/secret.ts';
import { BaselineStore } from './baseline-store.ts';
import { Database } from './database.ts';
import { OutboxReport } from './outbox-report.ts';
import { storeModule } from './store.module.ts';

const SERVER = { host: '127.0.0.1', port: 0 };
const written: string[] = [];

/** Somebody who still writes while the service is being shut down. */
@Injectable()
class Writer implements OnModuleDestroy, OnApplicationShutdown {
  constructor(private readonly outbox: OutboxReport) {}

  async onModuleDestroy(): Promise<void> {
    written.push(`destroy ${(await this.outbox.counts()).length}`);
  }

  async onApplicationShutdown(): Promise<void> {
    written.push(`shutdown ${(await this.outbox.counts()).length}`);
  }
}

it('opens a server by its address, and closes it after everybody else', async () => {
  const test = await openTestDatabase('empty');
  const config = {
    databaseUrl: new Secret({ text: test.url }),
    storage: { dataDirectory: 'unused', checkpointIntervalMs: 1 },
    server: SERVER,
  };
  const context = await Test.createTestingModule({ imports: [storeModule(config)], providers: [Writer] }).compile();
  await context.init();
  const database = context.get(Database);
  expect(database.embedded).toBe(false);
  expect(database.applied).toContain('20261123060000_first');
  expect(await database.answers()).toBe(true);
  await context.close();
  expect(written).toEqual(['destroy 0', 'shutdown 0']);
  expect(await database.answers()).toBe(false);
  await test.close();
});

it('without an address is the embedded database in the data directory, as good as the server', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(dataDirectory, 'empty');
  const row = { key: 's|e', signal: 's', entity: 'e', version: 1, state: Buffer.of(1, 2), updatedMs: 1000 };
  for (const isNew of [true, false]) {
    const context = await Test.createTestingModule({
      imports: [storeModule({ storage: { dataDirectory, checkpointIntervalMs: 1 }, server: SERVER })],
    }).compile();
    const [database, baselines] = [context.get(Database), context.get(BaselineStore)];
    expect([database.embedded, database.applied.length > 0]).toEqual([true, isNew]);
    if (isNew) await baselines.save([row]);
    else expect((await baselines.load().next()).value).toEqual([row]);
    await context.close();
  }
  rmSync(dataDirectory, { recursive: true });
});
