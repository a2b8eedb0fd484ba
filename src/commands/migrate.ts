import { Database } from '../store/database.ts';
import { configuration } from './configuration.ts';

/** Brings the database to this version's schema; prints what was applied. */
export async function migrateCommand(options: { readonly config?: string }): Promise<number> {
  const { databaseUrl, storage } = configuration(options.config);
  const database = await Database.open(
    databaseUrl === undefined ? { dataDirectory: storage.dataDirectory } : { url: databaseUrl.read() },
  );
  await database.close();
  const { applied } = database;
  process.stdout.write(applied.length === 0 ? 'the database is up to date\n' : `applied ${applied.join(', ')}\n`);
  return 0;
}
