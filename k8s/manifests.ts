import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as renderTemplate } from '@evertdespiegeleer/go-template';
import { parse, parseAllDocuments } from 'yaml';

/** A Kubernetes object as it would be applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly data?: Record<string, string>;
  readonly [key: string]: unknown;
}

function manifestsOf(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

/** What `kubectl kustomize` makes of a folder; nothing where there is no kubectl that knows the form (1.27 or newer). */
export function kustomized(folder: string): readonly Manifest[] | undefined {
  const { status, stdout } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? manifestsOf(stdout) : undefined;
}

const CHART = 'k8s/chart';

interface Values {
  readonly [key: string]: unknown;
}

/** The chart's values: its own, and those of a file on top, as `helm template -f` merges them. */
export function chartValues(file?: string): Values {
  const own = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Values;
  return file === undefined ? own : merged(own, parse(readFileSync(join(CHART, file), 'utf8')) as Values);
}

function merged(base: Values, over: Values): Values {
  const entries = Object.entries(over).map(([key, value]) => {
    const under = base[key];
    return [key, isValues(under) && isValues(value) ? merged(under, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What the chart's templates render to for a release `gauger` in the namespace `gauger`. They use nothing but Go's own template functions,
 * so Go's own engine renders them as Helm does.
 */
export async function charted(values: Values): Promise<readonly Manifest[]> {
  const { appVersion: AppVersion } = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8'));
  const scope = {
    Values: values,
    Chart: { AppVersion },
    Release: { Name: 'gauger', Namespace: 'gauger', Service: 'Helm', Revision: 1 },
  };
  const folder = join(CHART, 'templates');
  const texts = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const rendered: Manifest[] = [];
  for (const name of texts) {
    const text = await renderTemplate(readFileSync(join(folder, name), 'utf8'), scope);
    rendered.push(...manifestsOf(text));
  }
  return rendered;
}
