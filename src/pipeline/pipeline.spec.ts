import { ManualClock } from '../../test/fakes/manual-clock.ts';
import { parseConfig } from '../config/load-config.ts';
import { Engine } from '../core/engine.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import type { Page } from '../core/model/page.ts';
import { engineSettings } from './engine-settings.ts';
import { Pipeline } from './pipeline.ts';

const MINUTE_MS = 60_000;

function page(minute: number): Page {
  const body = Buffer.from(
    `traefik_service_requests_total{code="200",method="GET",protocol="http",service="web@docker"} ${minute * 60}\n`,
  );
  return { up: true, target: { job: 'traefik', instance: 'a:1' }, timeMs: minute * MINUTE_MS, body };
}

/** A pipeline on a store that can be away. */
function pipelineOn(stored: readonly BaselineRow[] = []) {
  const { config } = parseConfig('global: { scrape_interval: 1m, evaluation_interval: 1m }', 'a.yaml', {
    environment: {},
  });
  const place = {
    away: false,
    saving: 0,
    together: 0,
    saved: [] as string[][],
    read: [] as number[],
    ticks: [] as number[][],
  };
  const engine = new Engine(engineSettings(config));
  const pipeline = new Pipeline({
    engine,
    clock: new ManualClock(),
    alerts: { open: async () => [] },
    incidents: { open: async () => [] },
    onTick: ({ timeMs, signals }) => place.ticks.push([timeMs / MINUTE_MS, signals]),
    writer: { write: async () => {}, restore: () => {} },
    baselines: {
      async *load() {
        yield stored;
      },
      async save(rows: readonly BaselineRow[]) {
        if (place.away) throw new Error('away');
        place.saving += 1;
        place.together = Math.max(place.together, place.saving);
        await Promise.resolve();
        place.saving -= 1;
        place.saved.push(rows.map(({ key }) => key));
      },
    },
    scraper: { read: (_, { samples }) => place.read.push(samples) },
    metrics: { ingested: () => {}, storeFailed: () => {} },
  });
  return { pipeline, engine, place };
}

it('tells the target what was on its page', () => {
  const { pipeline, place } = pipelineOn();
  pipeline.accept(page(1));
  expect(place.read).toEqual([1]);
});

it('tells each evaluation once', () => {
  const { pipeline, place } = pipelineOn();
  for (const minute of [1, 2, 2.5, 3]) pipeline.accept(page(minute));
  expect(place.ticks.map(([minute]) => minute)).toEqual([1, 2]);
  expect(place.ticks[1]?.[1]).toBeGreaterThan(0);
});

it('writes what changed, and nothing twice', async () => {
  const { pipeline, place } = pipelineOn();
  for (let minute = 1; minute < 5; minute++) pipeline.accept(page(minute));
  expect(await pipeline.checkpoint()).toBeGreaterThan(0);
  expect(await pipeline.checkpoint()).toBe(0);
  expect(place.saved[0]).toContain('requests.rate|service{service="web@docker"}');
});

it('owes to the database what an outage kept out', async () => {
  const { pipeline, place } = pipelineOn();
  for (let minute = 1; minute < 5; minute++) pipeline.accept(page(minute));
  place.away = true;
  await expect(pipeline.checkpoint()).rejects.toThrow('away');
  place.away = false;
  expect(await pipeline.checkpoint()).toBeGreaterThan(0);
  expect(place.saved[0]).toContain('requests.rate|service{service="web@docker"}');
});

it('takes up the baselines of another life when their signal is seen', async () => {
  const before = pipelineOn();
  for (let minute = 1; minute < 60; minute++) before.pipeline.accept(page(minute));
  const after = pipelineOn([...before.engine.allBaselines()]);
  await after.pipeline.restore();
  for (let minute = 61; minute < 64; minute++) after.pipeline.accept(page(minute));
  const [service] = after.engine.signals.entities('service');
  expect(after.engine.standing(after.engine.signals.slot('requests.rate', service!)).ready).toBe(true);
});

it('writes one checkpoint after another', async () => {
  const { pipeline, place } = pipelineOn();
  for (let minute = 1; minute < 5; minute++) pipeline.accept(page(minute));
  await Promise.all([pipeline.checkpoint(), pipeline.checkpoint()]);
  expect(place.together).toBe(1);
  expect(place.saved).toHaveLength(2);
});
