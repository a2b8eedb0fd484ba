import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { DETECTOR_SCHEMAS } from '../src/commands/configuration.ts';
import { parseConfig } from '../src/config/load-config.ts';

const Service = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service.loose()),
  volumes: z.record(z.string(), z.object({})),
  configs: z.record(z.string(), z.object({ content: z.string() })),
});

const compose = Compose.parse(parse(readFileSync('compose.yaml', 'utf8')));
const services = Object.entries(compose.services);
const gauger = compose.services['gauger']!;

it('names what is there: paths, volumes, configurations, services', () => {
  for (const [, { build, volumes, configs, depends_on }] of services) {
    if (build !== undefined) expect(existsSync(`${build}/Dockerfile`)).toBe(true);
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('.') ? existsSync(source) : source in compose.volumes).toBe(true);
    }
    expect(configs.filter(({ source }) => !(source in compose.configs))).toEqual([]);
    expect(Object.keys(depends_on).filter((name) => !(name in compose.services))).toEqual([]);
  }
});

it('names every image by a version, Gauger’s by that of the package, and opens ports on this machine alone', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(gauger.image).toBe(`gauger:${version}`);
  expect(services.filter(([, { image }]) => !/:(?!latest)./.test(image))).toEqual([]);
  expect(services.flatMap(([, { ports }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

it('gives Gauger variables that it reads, and a configuration that it takes', () => {
  const source = readFileSync('src/config/environment.ts', 'utf8');
  expect(Object.keys(gauger.environment).filter((name) => !source.includes(`${name}?:`))).toEqual([]);
  const { environment } = gauger;
  const loaded = parseConfig(compose.configs['gauger']!.content, 'gauger.yaml', {
    environment,
    detectors: DETECTOR_SCHEMAS,
  });
  expect(loaded.warnings).toEqual([]);
  expect(environment['GAUGER_CONFIG']).toBe(gauger.configs[0]?.target);
  expect(loaded.config.server.port).toBe(Number(gauger.ports[0]?.split(':').at(-1)));
  expect(loaded.config.databaseUrl?.read()).toContain('@postgres:5432/gauger');
});

it('lets Gauger and Prometheus find what they scrape', () => {
  const { command } = compose.services['cluster']!;
  expect(command?.join(' ')).toBe('simulate --host 0.0.0.0 --port 9500');
  expect(compose.configs['gauger']!.content).toContain('http://cluster:9500/targets?job=vllm');
  expect(compose.configs['prometheus']!.content).toContain('gauger:8080');
});
