import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from '../../src/api/openapi.ts';
import { appModule } from '../../src/app.module.ts';
import { parseConfig } from '../../src/config/load-config.ts';

/** The OpenAPI document that the service answers. Nothing of the service is started for it: no database, no port. */
export async function apiDocument(): Promise<OpenAPIObject> {
  const { config } = parseConfig('', 'gauger.yaml', { environment: {} });
  const app = await NestFactory.create<NestFastifyApplication>(appModule(config), new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  const document = openApiDocument(app);
  await app.close();
  return document;
}
