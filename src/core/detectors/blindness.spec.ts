import { parseConfig } from '../../config/load-config.ts';
import { engineSettings } from '../../pipeline/engine-settings.ts';
import { toAlertmanager } from '../alerts/alertmanager.ts';
import { Engine } from '../engine.ts';
import type { Alert, AlertChange } from '../model/alert.ts';
import { DETECTORS } from './registry.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 23);
const CONFIG = parseConfig('global: { evaluation_interval: 1m }', 'gauger.yaml', {
  environment: {},
  detectors: Object.fromEntries(DETECTORS.map(({ id, settings }) => [id, settings])),
}).config;

/** A page of dcgm-exporter with two GPUs; `without` leaves metrics out. */
function page(node: string, minute: number, without?: RegExp): Uint8Array {
  const metrics = { DCGM_FI_DEV_XID_ERRORS: 0, DCGM_FI_DEV_POWER_USAGE: 300 + (minute % 7), DCGM_FI_DEV_GPU_UTIL: 80 };
  const lines = Object.entries(metrics)
    .filter(([name]) => without?.test(name) !== true)
    .flatMap(([name, value]) =>
      [0, 1].map((gpu) => `${name}{gpu="${gpu}",UUID="GPU-${node}-${gpu}",Hostname="${node}"} ${value}`),
    );
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

type Minute = (minute: number) => Uint8Array | 'down' | 'gone';

/** Plays the nodes' pages minute by minute; what was told, in order. */
function played(engine: Engine, nodes: Readonly<Record<string, Minute>>, [from, to]: readonly [number, number]) {
  const changes: AlertChange[] = [];
  for (let minute = from; minute < to; minute++) {
    for (const [node, at] of Object.entries(nodes)) {
      const body = at(minute);
      const common = { target: { job: 'dcgm', instance: node }, timeMs: START_MS + minute * MINUTE_MS };
      if (body === 'gone') continue;
      changes.push(
        ...engine.ingest(body === 'down' ? { ...common, up: false, reason: 'timeout' } : { ...common, up: true, body })
          .changes,
      );
    }
  }
  return changes.filter(({ change }) => change === 'fired' || change === 'resolved');
}

const told = (changes: readonly AlertChange[]) =>
  changes.map(({ change, alert, timeMs }) => {
    return `${change} ${alert.peak.entity.key} at ${(timeMs - START_MS) / MINUTE_MS}`;
  });
const whole = (node: string) => (minute: number) => page(node, minute);
const lost =
  (node: string, from: number, to = Number.POSITIVE_INFINITY) =>
  (minute: number) =>
    page(node, minute, from <= minute && minute < to ? /XID/ : undefined);
const engine = () => new Engine(engineSettings(CONFIG));

it('tells that a detector is blind, for what and without which signal, until the signal is back', () => {
  const changes = played(engine(), { a: lost('a', 100, 140), b: lost('b', 101, 140) }, [0, 160]);
  expect(told(changes)).toEqual([
    'fired detector{detector="gpu-fault"} at 109',
    'resolved detector{detector="gpu-fault"} at 144',
  ]);
  const { labels, annotations } = toAlertmanager(changes[0]?.alert as Alert);
  expect(labels).toEqual({
    alertname: 'telemetry-silence',
    severity: 'warning',
    detector: 'gpu-fault',
    entity_kind: 'gpu',
    signal: 'gpu.xid',
  });
  expect(annotations['summary']).toBe(
    'Detector gpu-fault is blind for GPUs: gpu.xid is missing, though a GPU 0 is still there.',
  );
});

it('says nothing while one entity still has the signal, and of what was never there', () => {
  expect(played(engine(), { a: lost('a', 100), b: whole('b') }, [0, 160])).toEqual([]);
  expect(played(engine(), { a: lost('a', 0), b: lost('b', 0) }, [0, 160])).toEqual([]);
});

it('says nothing of a signal that was warming up, or is away for a moment', () => {
  expect(played(engine(), { a: lost('a', 10) }, [0, 60])).toEqual([]);
  expect(played(engine(), { a: lost('a', 100, 107) }, [0, 160])).toEqual([]);
});

it('says nothing where all that had the signal left', () => {
  const leaves = (node: string) => (minute: number) => (minute < 100 ? page(node, minute) : 'gone');
  const changes = played(engine(), { a: leaves('a'), b: leaves('b'), c: lost('c', 0) }, [0, 160]);
  expect(told(changes).filter((line) => line.includes('detector{'))).toEqual([]);
});

it('leaves it to the target where the target is silent', () => {
  const changes = played(
    engine(),
    { a: (minute) => (minute < 100 ? page('a', minute) : 'down'), b: lost('b', 0) },
    [0, 160],
  );
  expect(told(changes)).toEqual(['fired target{instance="a",job="dcgm"} at 108']);
});

it('gives up after a day: then it is how things are', () => {
  const changes = played(engine(), { a: lost('a', 100) }, [0, 1700]);
  expect(told(changes)).toEqual([
    'fired detector{detector="gpu-fault"} at 108',
    'resolved detector{detector="gpu-fault"} at 1544',
  ]);
});

it('goes on after a restart', () => {
  const first = engine();
  played(first, { a: lost('a', 100) }, [0, 120]);
  const second = engine();
  second.restore(first.allBaselines(), first.openAlerts());
  expect(told(played(second, { a: lost('a', 100, 150) }, [121, 160]))).toEqual([
    'resolved detector{detector="gpu-fault"} at 154',
  ]);
});

it('gives the same alerts for the same pages', () => {
  const run = () => JSON.stringify(played(engine(), { a: lost('a', 100, 140) }, [0, 160]));
  expect(run()).toBe(run());
});
