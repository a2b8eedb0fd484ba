import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PageParser } from './page-parser.ts';

const CORPUS = join(process.env['GAUGER_CORPUS'] ?? '../shared', 'conformance');
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const TEXT_UTF8 = 'text/plain; version=1.0.0; escaping=allow-utf-8';
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Pages that Prometheus' own parser accepts while the OpenMetrics suite forbids what they hold, for example exemplars on a `_sum`. */
const STRICTER_THAN_PROMETHEUS = new Set(['valid_TestOpenMetricsParse_0.txt', 'valid_TestOpenMetricsParse_UTF8_0.txt']);

interface Case {
  readonly name: string;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly accepted: boolean;
  readonly stored?: readonly { readonly labels: Record<string, string>; readonly last: string }[];
}

const json = (path: string) => JSON.parse(readFileSync(join(CORPUS, path), 'utf8'));
const files = (path: string) => readdirSync(join(CORPUS, path)).sort();
const body = (path: string) => readFileSync(join(CORPUS, path));
const base64 = (text: string) => Buffer.from(text, 'base64');

function openMetricsSuite(): Case[] {
  const folder = 'openmetrics/tests/testdata/parsers';
  return files(folder).map((name) => {
    const { file, shouldParse } = json(`${folder}/${name}/test.json`);
    return { name, body: body(`${folder}/${name}/${file}`), contentType: OPENMETRICS, accepted: shouldParse };
  });
}

/** `error` null or `EOF` in these tables means that the parser reads to the end. */
function prometheusTables(): Case[] {
  return files('prometheus/cases').flatMap((file) => {
    if (!file.startsWith('Test')) return [];
    const { format, cases } = json(`prometheus/cases/${file}`);
    return cases.map((one: { input_base64: string; error: string | null }, index: number) => ({
      name: `${file} ${index}`,
      body: base64(one.input_base64),
      contentType: format,
      accepted: one.error === null || one.error === 'EOF',
    }));
  });
}

function validPages(): Case[] {
  return files('prometheus/cases').flatMap((name) => {
    if (!name.startsWith('valid_') || STRICTER_THAN_PROMETHEUS.has(name)) return [];
    const contentType = name.includes('OpenMetrics') ? OPENMETRICS : name.includes('UTF8') ? TEXT_UTF8 : TEXT;
    return [{ name, body: body(`prometheus/cases/${name}`), contentType, accepted: true }];
  });
}

function edgeVerdicts(): Case[] {
  const { cases } = json('prometheus/cases/edge-verdicts-prometheus-2.42.json');
  return cases.map(
    (one: {
      name: string;
      input_base64?: string;
      content_type: string | null;
      accepted: boolean;
      stored: unknown;
    }) => ({
      name: one.name,
      // The one input that is described, not given: a label value of 70,000 letters.
      body: one.input_base64 === undefined ? Buffer.from(`a{b="${'x'.repeat(70_000)}"} 1\n`) : base64(one.input_base64),
      contentType: one.content_type ?? undefined,
      accepted: one.accepted,
      ...(Array.isArray(one.stored) && one.stored.length > 0 ? { stored: one.stored } : {}),
    }),
  );
}

function stored(parser: PageParser, page: ReturnType<PageParser['parse']>) {
  const samples = Array.from({ length: page.count }, (_, i) => {
    const series = parser.series[page.series[i] ?? -1];
    return { labels: { ...series?.labels, __name__: series?.name }, last: page.values[i] };
  });
  return samples.map((sample) => JSON.stringify([Object.entries(sample.labels).sort(), valueText(sample.last)])).sort();
}

function valueText(value: number | undefined): string {
  if (Object.is(value, -0)) return '-0';
  return value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

/** The cases whose verdict, or whose stored series, are not ours. */
function disagreements(cases: readonly Case[]): string[] {
  return cases.flatMap(({ name, body, contentType, accepted, stored: expected }) => {
    const parser = new PageParser({ level: 'strict' });
    const page = parser.parse(body, contentType);
    if ((page.error === undefined) !== accepted) return [`${name}: ${page.error ?? 'accepted'}`];
    if (accepted && page.skippedCount > 0) return [`${name}: accepted, yet skipped ${JSON.stringify(page.skipped)}`];
    if (expected === undefined) return [];
    const want = expected.map((one) => JSON.stringify([Object.entries(one.labels).sort(), one.last])).sort();
    const have = stored(parser, page);
    return JSON.stringify(have) === JSON.stringify(want) ? [] : [`${name}: stored ${have}, not ${want}`];
  });
}

const suite = existsSync(CORPUS) ? it : it.skip;
if (!existsSync(CORPUS)) process.stdout.write(`conformance: no corpus at ${CORPUS} (set GAUGER_CORPUS), skipped\n`);

describe('strict level against the conformance suites', () => {
  const check = (name: string, cases: () => Case[]) =>
    suite(name, () => {
      const all = cases();
      const wrong = disagreements(all);
      process.stdout.write(`conformance: ${name}: ${all.length - wrong.length}/${all.length}\n`);
      expect(wrong).toEqual([]);
    });

  check('OpenMetrics parser tests', openMetricsSuite);
  check('Prometheus parse error tables', prometheusTables);
  check('Prometheus valid pages', validPages);
  check('verdicts of Prometheus 2.42', edgeVerdicts);
});
