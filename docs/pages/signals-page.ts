import { ENTITY_KINDS } from '../../src/core/model/entity.ts';
import type { SignalDefinition } from '../../src/core/model/signal.ts';
import { CATALOGUE } from '../../src/core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../../src/core/signals/definitions.ts';

const HEAD = `# Signals

What Gauger watches: a signal is one quantity of one tenant, model, pod, GPU ... It appears by itself as soon as a target exposes what it is
computed from. *News* is the side of the usual range that matters, and the smallest deviation worth a look: at least the absolute
and at least the relative one.

This page is made from the catalogue; \`npx tsc -p docs && node build/docs/pages/write.js\` makes it anew.
`;

/** The Markdown of \`docs/signals.md\`: every signal by entity, with unit, gates and sources, then every exporter. */
export function signalsPage(): string {
  const kinds = ENTITY_KINDS.filter((kind) => DEFINITIONS.some(({ entity }) => entity === kind));
  return [HEAD, ...kinds.map(kindSection), exporterSection()].join('\n');
}

function kindSection(kind: string): string {
  const rows = DEFINITIONS.filter(({ entity }) => entity === kind).map((definition) => {
    const { id, unit, help } = definition;
    return `| \`${id}\` | ${unit} | ${cell(help)} | ${news(definition)} | ${sourcesOf(definition).join(', ')} |`;
  });
  return [`## ${kind}`, '', '| signal | unit | what it is | news | from |', '|---|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

function news({ direction, minimumAbsolute, minimumRelative }: SignalDefinition): string {
  const side = { up: 'above', down: 'below', both: 'above or below' }[direction];
  return `${side}, ${minimumAbsolute} and ${Math.round(100 * minimumRelative)} %`;
}

/** Exporters that feed the signal: all measures of its numerator, or of its denominator, may come from different ones. */
function sourcesOf({ entity, numerator }: SignalDefinition): string[] {
  if (entity === 'target') return ['every scrape'];
  return CATALOGUE.filter(({ metrics }) =>
    metrics.some(({ feeds }) => feeds.some((feed) => feed.entity === entity && numerator.includes(feed.measure))),
  ).map(({ id }) => id);
}

function exporterSection(): string {
  const rows = CATALOGUE.map(({ id, title, metrics }) => {
    const names = metrics.map(({ names, pattern }) => `\`${names[0] ?? pattern}\``);
    return `| ${id} | ${cell(title)} | ${cell([...new Set(names)].join(' '))} |`;
  });
  const head = '## Exporters\n\nOlder names of the same metrics are understood too.\n';
  return [head, '| exporter | what | metrics |', '|---|---|---|', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
