import type { Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp, httpAdapter } from '../../src/api/http.ts';
import { NEEDS } from '../../src/api/needs.ts';
import { OPEN } from '../../src/api/open.ts';
import { appModule } from '../../src/app.module.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { ROLES } from '../../src/core/model/role.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';

/** Pages that hold no data: the API's description, and the console. They are no controller's, so no guard sees them. */
const BARE = /^(GET|HEAD) \/(api\/openapi\.json|api\/docs(\/[\w.-]+)?|assets\/[\w.-]+)?$/;

let test: TestDatabase;
let app: NestFastifyApplication;
const served: string[] = [];

beforeAll(async () => {
  test = await openTestDatabase();
  const { config } = parseConfig('', 'gauger.yaml', { environment: { DATABASE_URL: test.url } });
  const adapter = httpAdapter();
  adapter.getInstance().addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push(`${one} ${url}`);
  });
  app = await NestFactory.create<NestFastifyApplication>(appModule(config), adapter, { logger: false });
  await configureHttp(app);
  await app.init();
});

afterAll(async () => {
  await app.close();
  await test.close();
});

interface Route {
  readonly name: string;
  readonly path: string;
  readonly roles: readonly unknown[];
}

/** Every route of every controller of the real application, with the roles that it, or else its controller, declares. */
function routes(): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOf(metatype as Type) : []));
}

function routesOf(controller: Type): Route[] {
  const methods = Object.getOwnPropertyNames(controller.prototype)
    .map((name) => controller.prototype[name])
    .filter((method) => typeof method === 'function' && Reflect.hasMetadata(METHOD_METADATA, method));
  return methods.map((method) => {
    const own = declared(method);
    const bases = [Reflect.getMetadata(PATH_METADATA, controller)].flat();
    const path = `/${bases[0]}/${Reflect.getMetadata(PATH_METADATA, method)}`
      .replace(/\/+/g, '/')
      .replace(/(.)\/$/, '$1');
    return { name: `${controller.name}.${method.name}`, path, roles: own.length > 0 ? own : declared(controller) };
  });
}

function declared(target: object): unknown[] {
  return [Reflect.getMetadata(NEEDS, target), Reflect.getMetadata(OPEN, target) && 'open'].filter(Boolean);
}

it('declares of each route who may use it, and nothing beside', () => {
  const all = routes();
  expect(all.length).toBeGreaterThan(15);
  const known = [...ROLES, 'open'];
  expect(all.filter(({ roles }) => roles.length !== 1 || !known.includes(String(roles[0])))).toEqual([]);
});

it('serves nothing past the guard but its own description', () => {
  expect(served.length).toBeGreaterThan(15);
  const guarded = new Set(routes().map(({ path }) => path));
  const past = served.filter((route) => !guarded.has(route.replace(/^\w+ /, '')) && !BARE.test(route));
  expect(past).toEqual([]);
});

it('leaves open only probes, its own metrics, and what carries a signature of its own', () => {
  const open = routes().filter(({ roles }) => roles[0] === 'open');
  expect(open.map(({ path }) => path).sort()).toEqual([
    '/api/v1/receivers/:name/interactions',
    '/health/live',
    '/health/ready',
    '/metrics',
  ]);
});
