import type { Problem } from './config-error.ts';
import { Secret } from './secret.ts';

/** The variables that are read; no other part of the program reads any. */
export interface Environment {
  readonly DATABASE_URL?: string | undefined;
  readonly PORT?: string | undefined;
  readonly HOST?: string | undefined;
  readonly ADVERTISE_URL?: string | undefined;
  readonly GAUGER_CONFIG?: string | undefined;
  readonly GAUGER_API_TOKEN?: string | undefined;
}

/** Where the service listens. */
export interface ServerConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where the other replicas on the same database reach this one. */
  readonly advertisedUrl?: string;
}

/** What the environment says, and what is wrong with it. */
export interface EnvironmentResult {
  readonly server: ServerConfig;
  /** Absent: the embedded database. Secret, for it holds a password. */
  readonly databaseUrl?: Secret;
  readonly apiToken?: Secret;
  readonly problems: readonly Problem[];
}

const DEFAULT_PORT = 8080;
const DEFAULT_HOST = '127.0.0.1';
/** It becomes the name of a database session, which PostgreSQL cuts at 63 bytes (NAMEDATALEN - 1), with a word before it. */
const ADVERTISED_URL = /^http:\/\/[\x21-\x7e]{1,48}$/;
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;

/** An unset and an empty variable are the same. */
export function readEnvironment(environment: Environment): EnvironmentResult {
  const { DATABASE_URL: databaseUrl, GAUGER_API_TOKEN: apiToken } = environment;
  const problems: Problem[] = [];
  const complain = (key: string, message: string) => problems.push({ file: 'environment', key, message });
  const port = environment.PORT ? Number(environment.PORT) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    complain('PORT', `${JSON.stringify(environment.PORT)} is no port; give a number from 0 to 65535`);
  }
  if (databaseUrl && !/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    complain('DATABASE_URL', 'must begin with postgresql://; leave it unset for the embedded database');
  }
  const advertisedUrl = environment.ADVERTISE_URL;
  if (advertisedUrl && !(ADVERTISED_URL.test(advertisedUrl) && URL.canParse(advertisedUrl))) {
    complain('ADVERTISE_URL', 'must be http://<address>:<port>, at most 55 characters');
  }
  return {
    server: { host: environment.HOST || DEFAULT_HOST, port, ...(advertisedUrl ? { advertisedUrl } : {}) },
    ...(databaseUrl ? { databaseUrl: new Secret({ text: databaseUrl }) } : {}),
    ...(apiToken ? { apiToken: new Secret({ text: apiToken }) } : {}),
    problems,
  };
}

/** Whether a listening address can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
