import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { formatDuration } from '../../src/config/duration.ts';
import { toAlertmanager } from '../../src/core/alerts/alertmanager.ts';
import type { Detector } from '../../src/core/detectors/detector.ts';
import { DEFINITIONS } from '../../src/core/signals/definitions.ts';
import { parseScenario, play } from '../../test/scenarios/scenario.ts';

/** The signals without which the detector is blind. */
export function signalsBlock({ needs }: Detector): string {
  const rows = needs.map(({ signal, entity }) => {
    const definition = DEFINITIONS.find(({ id, entity: kind }) => id === signal && kind === entity);
    return `| \`${signal}\` | ${entity} | ${definition?.unit ?? ''} | ${cell(definition?.help ?? '')} |`;
  });
  return ['| signal | of a | unit | what it is |', '|---|---|---|---|', ...rows].join('\n');
}

/** The alert that a scenario of `test/scenarios` raises, as Alertmanager would show it. */
export function alertBlock({ id }: Detector, scenario: string): string {
  const text = readFileSync(`test/scenarios/${scenario}.scenario`, 'utf8');
  const fired = play(parseScenario(text)).find(({ alert }) => alert.peak.detector === id);
  if (fired === undefined) throw new Error(`${scenario} raises no alert of ${id}`);
  const { labels, annotations } = toAlertmanager(fired.alert);
  const names = ['summary', 'causes', 'doubts', 'next_step', 'runbook_url'];
  const lines = names.flatMap((name) => (annotations[name] ? [`${name}: ${annotations[name]}`] : []));
  const written = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return ['```text', `{${written.join(', ')}}`, ...lines, '```'].join('\n');
}

/** The detector's own settings as `gauger.yaml` spells them. */
export function settingsBlock({ settings }: Detector): string {
  if (!(settings instanceof z.ZodObject)) throw new Error('settings are an object');
  const defaults = z.record(z.string(), z.unknown()).parse(settings.parse({}));
  const rows = Object.entries(settings.shape).map(([key, schema]) => {
    const help = String(schema.description ?? '').replace(', in milliseconds', '');
    return `| \`${inFile(key)}\` | \`${shown(key, defaults[key])}\` | ${unitOf(key)} | ${cell(help)} |`;
  });
  return ['| setting | default | unit | what it is |', '|---|---|---|---|', ...rows].join('\n');
}

/** Entries of MITRE ATLAS and of the OWASP Top 10 for LLM applications. */
export function taxonomyBlock({ techniques }: Detector): string {
  if (techniques.length === 0) return 'None: a fault, not an attack.';
  return techniques.map(({ id, name }) => `- \`${id}\` ${name}`).join('\n');
}

/** A setting as it is spelled in the file: a duration without its `Ms`. */
export function inFile(key: string): string {
  return key.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Ms$/, 'duration'],
  [/Score$/, 'score'],
  [/SharePerHour$/, 'share an hour'],
  [/RequestsPerHour$/, 'requests/h'],
  [/(Share|Ratio|Spread|Burstiness)$/, 'ratio'],
  [/(Growth|Slowdown|Factor)$/, 'times'],
  [/BytesPerSecond$/, 'bytes/s'],
  [/BytesPerToken$/i, 'bytes/token'],
  [/Hours$/, 'hours'],
  [/Celsius$/, '°C'],
  [/^budgets$/, 'USD/day'],
];

/** Empty where no unit is known of the name; a spec wants one of each setting. */
function unitOf(key: string): string {
  return UNITS.find(([name]) => name.test(key))?.[1] ?? '';
}

function shown(key: string, value: unknown): string {
  return key.endsWith('Ms') ? formatDuration(Number(value)) : JSON.stringify(value);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
