import type { TokenJson } from '../api/schemas/token-schemas.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { Secret } from '../config/secret.ts';
import type { Role } from '../core/model/role.ts';
import { configuration } from './configuration.ts';
import { inDatabase, type TokenPlace } from './token-place.ts';
import { atService } from './token-service.ts';

/** Options of every `gauger token` command. */
export interface TokenOptions {
  readonly config?: string;
  /** Of a running service; absent: the database of the configuration. */
  readonly url?: string;
  readonly tokenFile?: string;
}

/** Options of `gauger token create`. */
export interface CreateOptions extends TokenOptions {
  readonly name: string;
  readonly role: Role;
  /** Milliseconds from now. */
  readonly expires?: number;
}

type Print = (text: string) => void;

const toStandardOutput: Print = (text) => process.stdout.write(`${text}\n`);

/** Makes a token. It alone goes to standard output, so that it can be piped to where it is needed. */
export async function createToken(options: CreateOptions, print: Print = toStandardOutput): Promise<number> {
  const { name, role, expires } = options;
  const expiresAtMs = expires === undefined ? undefined : SYSTEM_CLOCK.now() + expires;
  print(await at(options, (place) => place.create({ name, role, expiresAtMs })));
  process.stderr.write(`${name} is ${role}; the token is shown this once\n`);
  return 0;
}

/** Prints a line a token. */
export async function listTokens(options: TokenOptions, print: Print = toStandardOutput): Promise<number> {
  const tokens = await at(options, (place) => place.list());
  const rows = [['NAME', 'ROLE', 'CREATED', 'BY', 'EXPIRES', 'LAST USED'], ...tokens.map(rowOf)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  return 0;
}

function rowOf({ name, role, createdAt, createdBy, expiresAt, lastUsedAt }: TokenJson): string[] {
  return [name, role, createdAt, createdBy, expiresAt ?? 'never', lastUsedAt ?? 'never'];
}

/** 1 when there is no such token. */
export async function revokeToken(idOrName: string, options: TokenOptions): Promise<number> {
  if (await at(options, (place) => place.revoke(idOrName))) return 0;
  process.stderr.write(`gauger: there is no token ${JSON.stringify(idOrName)}\n`);
  return 1;
}

async function at<T>(options: TokenOptions, work: (place: TokenPlace) => Promise<T>): Promise<T> {
  const { url, tokenFile } = options;
  if (url !== undefined && tokenFile !== undefined) return work(atService(url, new Secret({ file: tokenFile })));
  const config = configuration(options.config);
  return url === undefined ? inDatabase(config, work) : work(atService(url, config.api.token));
}
