import { SpendingTenant } from '../../test/fakes/spending-tenant.ts';
import { parseConfig } from '../config/load-config.ts';
import { DETECTORS } from '../core/detectors/registry.ts';
import { Engine } from '../core/engine.ts';
import { engineSettings } from './engine-settings.ts';

const DETECTOR_SCHEMAS = Object.fromEntries(DETECTORS.map(({ id, settings }) => [id, settings]));
const MINUTE_MS = 60_000;

function settingsOf(yaml: string) {
  return engineSettings(parseConfig(yaml, 'gauger.yaml', { environment: {}, detectors: DETECTOR_SCHEMAS }).config);
}

it('arms every detector that is not switched off, with its settings', () => {
  const { detectors } = settingsOf('detectors: { cost-spike: { enabled: false } }');
  expect(detectors.map(({ detector }) => detector.id)).toEqual(
    DETECTORS.map(({ id }) => id).filter((id) => id !== 'cost-spike'),
  );
  expect(detectors.every(({ settings }) => settings !== undefined)).toBe(true);
});

it('gives a detector its shadow and the labels that it is about', () => {
  const { detectors } = settingsOf(`
detectors:
  cost-spike: { shadow: true, only: ['tenant=~"a.*"'], except: [tenant=acme, namespace=lab] }
`);
  const spike = detectors.find(({ detector }) => detector.id === 'cost-spike');
  const isAbout = (tenant: string, namespace = 'ml') => spike?.concerns?.({ tenant, namespace });
  expect(spike?.shadow).toBe(true);
  expect([isAbout('abc'), isAbout('b'), isAbout('acme'), isAbout('acme', 'lab')]).toEqual([true, false, true, false]);
  const other = detectors.find(({ detector }) => detector.id === 'budget-burn');
  expect([other?.shadow, other?.concerns?.({})]).toEqual([false, true]);
});

it('counts durations of alerts in evaluations', () => {
  const { alerts } = settingsOf('global: { evaluation_interval: 10s }\nalerts: { for: 25s, resolve_after: 1m }');
  expect(alerts).toMatchObject({ forTicks: 4, resolveAfterTicks: 6 });
});

it('watches a signal of the user’s own', () => {
  const settings = settingsOf(`
global: { scrape_interval: 1m, evaluation_interval: 1m }
signals:
  - id: batches.rate
    help: Batches that the nightly scorer finished.
    entity: tenant
    unit: events/s
    identity: { tenant: [customer] }
    numerator: [{ names: [scorer_batches_total], treat_as: counter, where: { state: done } }]
    direction: up
    minimum_absolute: 0.1
`);
  const engine = new Engine(settings);
  for (let minute = 0; minute < 4; minute++) {
    const body = Buffer.from(
      `scorer_batches_total{customer="acme",state="done"} ${minute * 120}\nscorer_batches_total{customer="acme",state="lost"} ${minute * 6000}\n`,
    );
    engine.ingest({ up: true, target: { job: 'scorer', instance: 'a:1' }, timeMs: minute * MINUTE_MS, body });
  }
  engine.flush();
  const [tenant] = engine.signals.entities('tenant');
  expect(tenant?.identity).toEqual({ tenant: 'acme' });
  expect(engine.standing(engine.signals.slot('batches.rate', tenant!)).value).toBeCloseTo(2);
});

it.each([
  ['every alert may be one', 'pages_per_day: 5', 'critical'],
  ['hardly any may be one', 'pages_per_day: 1e-99', 'warning'],
])('keeps what is critical to the budget of pages: %s', (_, pages, severity) => {
  const tenant = new SpendingTenant(`budget: { per_day: 5, ${pages} }`).spends(6, 48).spends(18, 0.2);
  expect(tenant.engine.openAlerts().map(({ peak }) => [peak.detector, peak.severity])).toEqual([
    ['cost-spike', severity],
  ]);
});
