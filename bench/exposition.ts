import { PageParser } from '../src/core/exposition/page-parser.ts';
import { bytesHeldBy, secondsPerCall } from './measure.ts';
import { dcgmPage, type PageShape, vllmPage } from './pages.ts';
import type { Result } from './result.ts';

const DCGM_GPUS = 1000;
const VLLM_ENGINES = 64;
/** Steps of the rolling deploy, each of which replaces 5 % of the members. */
const DEPLOY_STEPS = 20;

/** Reading pages: one target, one core. */
export function* run(): Iterable<Result> {
  yield* pages('exposition', DCGM_GPUS, dcgmPage);
  yield* pages('exposition.vllm', VLLM_ENGINES, vllmPage);
}

function* pages(name: string, members: number, page: (shape: PageShape) => Buffer): Iterable<Result> {
  const bodies = Array.from({ length: 4 }, (_, scrape) => page({ members, scrape }));
  const first = bodies[0] ?? Buffer.alloc(0);
  const samples = new PageParser().parse(first).count;
  const shape = { samples, bytes: first.length, bytesPerLine: Math.round(first.length / samples) };

  const steady = secondsPerCall(reader(bodies));
  yield {
    bench: `${name}.steady.MBps`,
    value: rate(first.length, steady.median),
    unit: 'MB/s',
    best: rate(first.length, steady.best),
    ...shape,
  };
  yield {
    bench: `${name}.steady.samples_per_s`,
    value: Math.round(samples / steady.median),
    unit: 'samples/s',
    ...shape,
  };

  const cold = secondsPerCall(() => new PageParser().parse(first));
  yield {
    bench: `${name}.cold.MBps`,
    value: rate(first.length, cold.median),
    unit: 'MB/s',
    best: rate(first.length, cold.best),
    ...shape,
  };

  // There and back, so that each page differs from the last by one step of the deploy.
  const there = Array.from({ length: DEPLOY_STEPS }, (_, scrape) => page({ members, scrape, deploys: scrape }));
  const deploys = [...there, ...there.slice(1, -1).reverse()];
  const deploy = secondsPerCall(reader(deploys));
  yield {
    bench: `${name}.deploy.ratio`,
    value: round(deploy.median / steady.median),
    unit: 'x',
    best: round(deploy.best / steady.best),
    ...shape,
  };

  const bytes = bytesHeldBy(() => warmParser(bodies)) - labelsBytes(first);
  yield { bench: `${name}.bytes_per_series`, value: Math.round(bytes / samples), unit: 'B', ...shape };
}

/** Reads the bodies in turn with one parser that has seen them. */
function reader(bodies: readonly Uint8Array[]): () => void {
  const parser = warmParser(bodies);
  let next = 0;
  return () => {
    const body = bodies[next % bodies.length];
    next += 1;
    if (body !== undefined) parser.parse(body);
  };
}

function warmParser(bodies: readonly Uint8Array[]): PageParser {
  const parser = new PageParser();
  for (const body of bodies) parser.parse(body);
  return parser;
}

/** The text of all series of a page: what stands before the values. */
function labelsBytes(body: Buffer): number {
  const lines = body
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.reduce((sum, line) => sum + line.lastIndexOf(' '), 0);
}

function rate(bytes: number, seconds: number): number {
  return Math.round(bytes / seconds / 1e6);
}

function round(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}
