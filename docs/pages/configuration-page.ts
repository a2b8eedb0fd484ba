import { readFileSync } from 'node:fs';
import { SHARED, sectionSchemas } from './configuration-schema.ts';
import { exampleKeys, exampleSections } from './example-comments.ts';
import { code, table } from './schema-words.ts';
import { type SettingRow, settingRows } from './setting-rows.ts';

const HEAD = `# Configuration: every key

[configuration.md](configuration.md) explains; this is what can be written into \`gauger.yaml\`: every key with its type, its default and its bounds. Durations are
written \`30s\`, \`5m\`, \`1h30m\`, \`90d\`, sizes \`500KB\`, \`50MB\`. Every secret has a \`_file\` form, which names a file that holds it. \`[]\` stands for each entry of a list; a key
without a default may be left out unless it is *required*.

This page is made from the schemas that read the file and the comments of \`gauger.example.yaml\`; \`npx tsc -p docs && node build/docs/pages/write.js\` makes it anew.
`;

/** A key with everything that is known of it; \`undefined\` where nobody says what it is. */
export interface ReferenceRow extends SettingRow {
  readonly heading: string;
}

const EXAMPLE = readFileSync('gauger.example.yaml', 'utf8');
const KEYS = exampleKeys(EXAMPLE);
const SECTIONS = exampleSections(EXAMPLE);

/** Every key of the configuration, in the order of the example. What it is stands with its schema, else in the example's comments. */
export function referenceRows(): ReferenceRow[] {
  const links = new Map(SHARED.map(({ title, schema }) => [schema, linkTo(title)]));
  const order = [...SECTIONS.keys()];
  const own = [...sectionSchemas()]
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([heading, schema]) =>
      settingRows(schema, heading, links).map((row) => ({ ...withExample(row), heading })),
    );
  const shared = SHARED.flatMap(({ title, schema }) => {
    const others = new Map([...links].filter(([other]) => other !== schema));
    return settingRows(schema, '', others).map((row) => ({ ...withExample(row, title), heading: title }));
  });
  return [...own, ...shared];
}

function linkTo(title: string): string {
  return `[${title.toLowerCase()}](#${title.toLowerCase().replaceAll(' ', '-')})`;
}

/** Under which keys of the example those of a shared section are shown. */
const SHOWN_AT: Readonly<Record<string, readonly string[]>> = {
  'HTTP client': ['scrape_configs[].'],
  'Source of a signal': ['signals[].numerator[].'],
  'Time interval': ['maintenance[].time_intervals[].'],
};

function withExample(row: SettingRow, title?: string): SettingRow {
  const prefixes = title === undefined ? [''] : (SHOWN_AT[title] ?? []);
  const [shown] = prefixes.flatMap((prefix) => KEYS.get(prefix + row.path) ?? []);
  const description = row.description ?? shown?.comment ?? SECTIONS.get(row.path);
  const value = title === undefined ? shown?.value : undefined;
  return {
    ...row,
    ...(description !== undefined && { description }),
    ...(row.default === undefined && value !== undefined && { default: code(value) }),
  };
}

/** The Markdown of `docs/configuration-reference.md`. */
export function configurationPage(): string {
  const rows = referenceRows();
  const headings = [...new Set(rows.map(({ heading }) => heading))];
  const sections = headings.flatMap((heading) => {
    const [whole, ...keys] = rows.filter((row) => row.heading === heading);
    if (whole === undefined) return [];
    const about = SHARED.find(({ title }) => title === heading)?.about ?? SECTIONS.get(heading) ?? '';
    // A list has a row of its own before those of its entries: what it is stands above the table.
    const shown = whole.path === heading && keys.length > 0 ? keys : [whole, ...keys];
    return [`## ${heading}`, '', about, '', ...table(['key', 'type', 'default', 'what it is'], shown.map(cellsOf))];
  });
  return `${[HEAD, ...sections].join('\n').trimEnd()}\n`;
}

function cellsOf({ path, type, required, default: value, description = '' }: SettingRow): string[] {
  return [code(path), type, value ?? (required ? '*required*' : ''), description];
}
