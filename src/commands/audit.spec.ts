import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTemplate } from '../../test/database.ts';
import { MORNING_MS } from '../../test/fakes/alerts.ts';
import { AuditStore } from '../store/audit-store.ts';
import { Database } from '../store/database.ts';
import { auditVerify } from './audit.ts';

let directory: string;
let config: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(directory);
  config = join(directory, 'gauger.yaml');
  writeFileSync(config, `storage: { data_directory: ${directory} }\n`);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function withDatabase(work: (database: Database) => Promise<unknown>): Promise<void> {
  const database = await Database.open({ dataDirectory: directory });
  await work(database);
  await database.close();
}

async function verified(hash?: string): Promise<[number, string]> {
  const printed: string[] = [];
  const code = await auditVerify({ config, ...(hash === undefined ? {} : { hash }) }, (line) => printed.push(line));
  return [code, printed.join('\n')];
}

it('says that all is as it was written, and finds one changed byte', async () => {
  const line = { atMs: MORNING_MS, actor: 'ada', action: 'silence.create', subject: 's', details: {} };
  await withDatabase(async (database) => {
    const audit = new AuditStore(database);
    for (let n = 0; n < 3; n++) await audit.record(line);
  });
  expect(await verified()).toEqual([0, expect.stringContaining('lines: 3, all as they were written')]);
  expect(await verified('00')).toEqual([1, expect.stringContaining('lines at the end are gone')]);
  await withDatabase(({ pool }) =>
    pool.query(`ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only;
      UPDATE audit_log SET actor = 'adb' WHERE seq = 2`),
  );
  expect(await verified()).toEqual([1, 'line 2: it was changed; 1 lines before it hold']);
});
