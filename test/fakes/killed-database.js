// A process that uses the embedded database in the directory given, says when it has committed, and waits to be killed.
// It runs the built service, as plain Node cannot run TypeScript.
import pg from 'pg';
import { EmbeddedDatabase } from '../../dist/store/embedded-database.js';

const database = await EmbeddedDatabase.start(process.argv[2]);
const pool = new pg.Pool({ connectionString: database.url });
await pool.query('CREATE TABLE t AS SELECT generate_series(1, 1000) AS n');
const client = await pool.connect();
await client.query('BEGIN');
await client.query('INSERT INTO t SELECT generate_series(1, 100000)');
process.stdout.write('committed 1000, and more is under way\n');
