import type { CatalogueIndex } from './catalogue-index.ts';

/** What the catalogue makes of the metric names of one page; each list in order of first sight. */
export interface Recognition {
  /** Ids of the exporters that the page comes from. */
  readonly exporters: readonly string[];
  /** Names that feed signals. */
  readonly used: readonly string[];
  /** Names of exporters we know, and of language runtimes, that no signal needs. */
  readonly unused: readonly string[];
  /** Names the catalogue has never heard of. */
  readonly unknown: readonly string[];
}

/** Beginnings of what client libraries say of the program they run in. */
const RUNTIMES = ['process_', 'python_', 'go_', 'promhttp_', 'jvm_', 'nodejs_', 'scrape_'];

/** Recognises a page by the names of its series (`x_bucket`, `x_sum` and `x_count` are names of their own). */
export function recognise(names: Iterable<string>, catalogue: CatalogueIndex): Recognition {
  const all = [...new Set(names)];
  const present = catalogue.exporters.filter(({ marks }) => all.some((name) => begins(name, marks)));
  const marks = [...catalogue.exporters.flatMap((exporter) => exporter.marks), ...RUNTIMES];
  const isUsed = (name: string) => catalogue.applicable(name, (exporter) => present.includes(exporter)).length > 0;
  const used = new Set(all.filter(isUsed));
  const rest = all.filter((name) => !used.has(name));
  return {
    exporters: present.map(({ id }) => id),
    used: [...used],
    unused: rest.filter((name) => begins(name, marks)),
    unknown: rest.filter((name) => !begins(name, marks)),
  };
}

function begins(name: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => name.startsWith(beginning));
}
