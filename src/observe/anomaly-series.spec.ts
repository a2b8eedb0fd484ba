import { tenant } from '../../test/fakes/alerts.ts';
import { definition, MemorySignals } from '../../test/fakes/memory-ports.ts';
import { AnomalySeries } from './anomaly-series.ts';

const COST = definition('cost.rate', { unit: 'USD/h' });

function exported(text: string): string[] {
  return [...text.matchAll(/^anomaly:level\{.*entity="([^"]*)"/gm)].map(([, name = '']) => name);
}

it('shows a signal with its band and score', () => {
  const signals = new MemorySignals();
  signals.add(COST, tenant('acme'));
  expect(new AnomalySeries(signals, 10).render()).toMatchInlineSnapshot(`
"# HELP anomaly:level Value of a signal.
# TYPE anomaly:level gauge
anomaly:level{tenant="acme",anomaly_name="cost.rate",entity_kind="tenant",entity="acme"} 12

# HELP anomaly:upper_band Upper edge of what is usual.
# TYPE anomaly:upper_band gauge
anomaly:upper_band{tenant="acme",anomaly_name="cost.rate",entity_kind="tenant",entity="acme"} 13

# HELP anomaly:lower_band Lower edge of what is usual.
# TYPE anomaly:lower_band gauge
anomaly:lower_band{tenant="acme",anomaly_name="cost.rate",entity_kind="tenant",entity="acme"} 8

# HELP anomaly:score How unusual: below 1 usual, 1 is the alert line.
# TYPE anomaly:score gauge
anomaly:score{tenant="acme",anomaly_name="cost.rate",entity_kind="tenant",entity="acme"} 0.4

# HELP gauger_exported_signals Signals shown as anomaly series, and those beyond the limit.
# TYPE gauger_exported_signals gauge
gauger_exported_signals{state="exported"} 1
gauger_exported_signals{state="left_out"} 0
"
`);
});

it('shows no band while warming up, and nothing of what is missing', () => {
  const signals = new MemorySignals();
  signals.add(COST, tenant('warming'), { ready: false });
  signals.add(COST, tenant('missing'), { value: Number.NaN });
  const lines = new AnomalySeries(signals, 10).render().split('\n');
  expect(lines.filter((line) => line.startsWith('anomaly:'))).toEqual([
    'anomaly:level{tenant="warming",anomaly_name="cost.rate",entity_kind="tenant",entity="warming"} 12',
  ]);
});

it('escapes names', () => {
  const signals = new MemorySignals();
  signals.add(COST, tenant('a"b\\c\nd'));
  expect(new AnomalySeries(signals, 10).render()).toContain('entity="a\\"b\\\\c\\nd"');
});

it('lets the unusual in, and takes nobody out without need', () => {
  const signals = new MemorySignals();
  for (const name of ['a', 'b', 'c', 'd', 'e']) signals.add(COST, tenant(name));
  const series = new AnomalySeries(signals, 3);
  const score = (slot: number, value: number) => {
    signals.all[slot] = { ...signals.all[slot]!, score: value };
  };
  expect(exported(series.render())).toEqual(['a', 'b', 'c']);
  score(4, 2);
  expect(exported(series.render())).toEqual(['a', 'b', 'e']);
  score(4, 0.1);
  expect(exported(series.render())).toEqual(['a', 'b', 'e']);
  expect(series.render()).toContain('gauger_exported_signals{state="left_out"} 2');
  for (const slot of [0, 1, 2, 3]) score(slot, 1.5 + slot);
  expect(exported(series.render())).toEqual(['b', 'c', 'd']);
});
