import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp, httpAdapter } from './api/http.ts';
import { passOn } from './api/pass-on.ts';
import { appModule, type Overrides } from './app.module.ts';
import type { Config } from './config/config.ts';
import { errorCode } from './config/error-code.ts';
import { EventLogger } from './observe/logger.ts';

/**
 * The service, ready to `listen`: the database is open and migrated, nothing is scraped yet. `listen` restores what was known and
 * begins; `close` stops scraping, stores what is known, ends the messages under way and closes the database, in this order.
 *
 * @throws StoreUnavailable, MigrationError when the database cannot be used
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(config.api.trustedProxies);
  const app = await NestFactory.create<NestFastifyApplication>(appModule(config, overrides), adapter, {
    logger: overrides.logger ?? new EventLogger(!process.stdout.isTTY),
    abortOnError: false,
  });
  await passOn(app);
  await configureHttp(app);
  return app;
}

/** Listens where the configuration says; the address, with the port that was free when it names none. */
export async function listen(app: NestFastifyApplication, { server }: Config): Promise<string> {
  try {
    await app.listen(server.port, server.host);
  } catch (error) {
    // By then scraping has begun, and would go on without anybody to ask.
    await app.close();
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    const taken = `port ${server.port} of ${server.host} is taken by another process; give another as PORT`;
    throw new Error(taken, { cause: error });
  }
  return app.getUrl();
}

/** Resolves when the process is asked to end (SIGTERM, SIGINT); asked a second time it ends at once. */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
