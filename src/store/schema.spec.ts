import { readFileSync } from 'node:fs';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database } from './database.ts';

/** PostgreSQL's name of each type that schema.prisma uses, as `format_type` writes it. */
const TYPES: Record<string, string> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Bytes: 'bytea',
  Json: 'jsonb',
  Boolean: 'boolean',
  '@db.Timestamptz(3)': 'timestamp(3) with time zone',
};

interface Model {
  readonly table: string;
  readonly columns: readonly string[];
  readonly indexes: readonly string[];
}

/** The models of schema.prisma, read as lines: our own file keeps to one field a line. */
function modelsOf(schema: string): Model[] {
  return [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].map(([, body = '']) => {
    const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\??)(?!\[)(.*)$/gm)].filter(
      ([, , type = '']) => type in TYPES || type === 'DateTime',
    );
    const columnOf = (field: string) => {
      const [, , , , rest = ''] = fields.find(([, name]) => name === field) ?? [];
      return /(?<!@)@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
    };
    const listed = (word: string) =>
      [...body.matchAll(new RegExp(`@@${word}\\(\\[(.*?)\\]\\)`, 'g'))].map(([, list = '']) =>
        list.split(', ').map(columnOf).join(', '),
      );
    const ids = fields.filter(([, , , , rest = '']) => / @id\b/.test(rest)).map(([, name = '']) => columnOf(name));
    return {
      table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '',
      columns: fields.map(([, name = '', type = '', optional, rest = '']) => {
        const native = /@db\.[\w()]+/.exec(rest)?.[0];
        const text = /@default\(("?)(.*?)\1\)(?= |$)/.exec(rest)?.[2];
        return `${columnOf(name)} ${TYPES[native ?? type]}${optional ? '' : ' not null'}${text === undefined ? '' : ` default ${text}`}`;
      }),
      indexes: [
        ...[...ids, ...listed('id')].map((list) => `primary (${list})`),
        ...listed('unique').map((list) => `unique (${list})`),
        ...listed('index').map((list) => `index (${list})`),
      ].sort(),
    };
  });
}

const COLUMNS = `
  SELECT c.relname AS "table", a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    || coalesce(' default ' || regexp_replace(regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^nextval.*', 'autoincrement()'),
      '^''(.*)''::text$', '\\1'), '') AS "column"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname, a.attnum`;

const INDEXES = `
  SELECT i.indrelid::regclass::text AS "table",
    CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' ELSE 'index' END || ' ('
      || (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n) FROM generate_series(1, i.indnkeyatts) n)
      || ')' || coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), '') AS "index",
    c.relname AS name
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT c.relispartition AND c.relnamespace = 'public'::regnamespace`;

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
});
afterAll(async () => {
  await database.close();
  await test.close();
});

it('is what the migrations make: every table, column, type, default and index of schema.prisma, and no other', async () => {
  const columns = (await database.pool.query<{ table: string; column: string }>(COLUMNS)).rows;
  const indexes = (await database.pool.query<{ table: string; index: string }>(INDEXES)).rows;
  const tables = [...new Set(columns.map(({ table }) => table))].filter((table) => table !== '_prisma_migrations');
  const migrated = tables.map((table) => ({
    table,
    columns: columns.filter((row) => row.table === table).map(({ column }) => column),
    indexes: indexes
      .filter((row) => row.table === table)
      .map(({ index }) => index)
      .sort(),
  }));
  const written = modelsOf(readFileSync('prisma/schema.prisma', 'utf8')).sort((a, b) => (a.table < b.table ? -1 : 1));
  expect(migrated).toEqual(written);
  expect(written.map(({ table }) => table)).toEqual([
    'alert_evidence',
    'alert_history',
    'alerts',
    'api_tokens',
    'audit_log',
    'baselines',
    'incidents',
    'outbox',
    'silences',
    'slack_messages',
  ]);
});

it('names its indexes as Prisma would, so that Prisma finds them', async () => {
  const indexes = (await database.pool.query<{ table: string; index: string; name: string }>(INDEXES)).rows;
  for (const { table, index, name } of indexes) {
    const [, kind = '', list = ''] = /^(\w+) \((.*)\)$/.exec(index) ?? [];
    const ending = {
      primary: 'pkey',
      unique: `${list.replaceAll(', ', '_')}_key`,
      index: `${list.replaceAll(', ', '_')}_idx`,
    }[kind];
    expect(name).toBe(`${table}_${ending}`);
  }
});

it('lets history and evidence go with their alert', async () => {
  const { rows } = await database.pool.query(
    `SELECT conname, confdeltype FROM pg_constraint
     WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace ORDER BY conname`,
  );
  expect(rows).toEqual([
    { conname: 'alert_evidence_alert_id_fkey', confdeltype: 'c' },
    { conname: 'alert_history_alert_id_fkey', confdeltype: 'c' },
  ]);
});
