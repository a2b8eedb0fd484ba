import type { SignalReader, SignalReading } from '../api/ports.ts';
import { type Entity, entityName } from '../core/model/entity.ts';
import { ExportedSignals } from './exported-signals.ts';

/**
 * The names and labels that Grafana's anomaly-detection dashboards and rules read
 * (https://github.com/grafana/promql-anomaly-detection), and the score beside them.
 */
const SERIES = [
  { name: 'anomaly:level', help: 'Value of a signal.', value: ({ value }: SignalReading) => value },
  { name: 'anomaly:upper_band', help: 'Upper edge of what is usual.', value: ready(({ upper }) => upper) },
  { name: 'anomaly:lower_band', help: 'Lower edge of what is usual.', value: ready(({ lower }) => lower) },
  {
    name: 'anomaly:score',
    help: 'How unusual: below 1 usual, 1 is the alert line.',
    value: ready(({ score }) => score),
  },
] as const;

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

interface LabelText {
  readonly entity: Entity;
  readonly text: string;
}

/**
 * Every signal with its band as text for `/metrics`. Written straight from the readings: thousands of gauges in a metrics library
 * would hold each label set a second time and hash it at each scrape.
 */
export class AnomalySeries {
  private readonly exported: ExportedSignals;
  private readonly labels = new Map<number, LabelText>();
  private leftOut = 0;

  constructor(
    private readonly signals: SignalReader,
    limit: number,
  ) {
    this.exported = new ExportedSignals(limit);
  }

  /** The text, and how many signals are in it and how many found no room. */
  render(): string {
    const present = [...this.signals.readings(0)].filter(({ value }) => Number.isFinite(value));
    const chosen = this.exported.choose(present);
    this.leftOut = present.length - chosen.length;
    const texts = chosen.map((reading) => this.labelText(reading));
    const families = SERIES.map(({ name, help, value }) => {
      const lines = chosen.map((reading, index) => {
        const number = value(reading);
        return Number.isFinite(number) ? `${name}${texts[index]} ${number}\n` : '';
      });
      return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
    });
    return `${families.join('\n')}\n${this.counts(chosen.length)}`;
  }

  private counts(exported: number): string {
    const name = 'gauger_exported_signals';
    const help = `# HELP ${name} Signals shown as anomaly series, and those beyond the limit.\n# TYPE ${name} gauge\n`;
    return `${help}${name}{state="exported"} ${exported}\n${name}{state="left_out"} ${this.leftOut}\n`;
  }

  private labelText({ slot, signal, entity }: SignalReading): string {
    const known = this.labels.get(slot);
    if (known?.entity === entity) return known.text;
    const own = { anomaly_name: signal.id, entity_kind: entity.kind, entity: entityName(entity) };
    const labels = Object.entries({ ...entity.identity, ...own }).filter(
      ([name, value]) => LABEL_NAME.test(name) && value !== '',
    );
    const text = `{${labels.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(',')}}`;
    this.labels.set(slot, { entity, text });
    return text;
  }
}

/** A baseline that is still warming up has no band and no score to show. */
function ready(value: (reading: SignalReading) => number) {
  return (reading: SignalReading) => (reading.ready ? value(reading) : Number.NaN);
}

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}
