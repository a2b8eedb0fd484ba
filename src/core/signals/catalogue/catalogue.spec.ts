import { CatalogueIndex } from '../catalogue-index.ts';
import { DEFINITIONS } from '../definitions.ts';
import { CATALOGUE } from './catalogue.ts';

const FEEDS = CATALOGUE.flatMap(({ id, metrics }) =>
  metrics.flatMap(({ names, pattern, feeds }) =>
    feeds.map((feed) => ({ ...feed, at: `${id}: ${names[0] ?? pattern}` })),
  ),
);

it('compiles', () => expect(new CatalogueIndex(CATALOGUE).exporters).toBe(CATALOGUE));

it('has each exporter once, with marks that its own names bear', () => {
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  for (const { id, marks, scoped, metrics } of CATALOGUE) {
    expect([id, marks.length > 0]).toEqual([id, true]);
    if (scoped === true) continue;
    const strange = metrics
      .flatMap(({ names }) => names)
      .filter((name) => !marks.some((mark) => name.startsWith(mark)));
    expect([id, strange]).toEqual([id, []]);
  }
});

it('has no metric name twice in one exporter', () => {
  for (const { id, metrics } of CATALOGUE) {
    const names = metrics.flatMap((source) => source.names);
    expect([id, names.filter((name, i) => names.indexOf(name) !== i)]).toEqual([id, []]);
  }
});

it('combines a measure of a kind in one way only', () => {
  const ways = new Map<string, string>();
  for (const { measure, entity, combine = 'sum', at } of FEEDS) {
    const key = `${measure} of ${entity}`;
    expect([at, key, ways.get(key) ?? combine]).toEqual([at, key, combine]);
    ways.set(key, combine);
  }
});

it('feeds only entities that its rules name', () => {
  for (const { id, entities, metrics } of CATALOGUE) {
    const known = entities.map(({ kind, name }) => `${kind} ${name ?? ''}`);
    const fed = metrics.flatMap(({ feeds }) => feeds.map(({ entity, rule }) => `${entity} ${rule ?? ''}`));
    expect([id, fed.filter((kind) => !known.includes(kind))]).toEqual([id, []]);
  }
});

it('feeds all that definitions need, and nothing that none needs', () => {
  const needed = new Set(
    DEFINITIONS.flatMap(({ entity, numerator, denominator = [], denominatorOf = entity }) => [
      ...numerator.map((measure) => `${measure} of ${entity}`),
      ...denominator.map((measure) => `${measure} of ${denominatorOf}`),
    ]),
  );
  needed.delete('up of target');
  const fed = new Set(FEEDS.map(({ measure, entity }) => `${measure} of ${entity}`));
  expect([...needed].filter((measure) => !fed.has(measure))).toEqual([]);
  expect([...fed].filter((measure) => !needed.has(measure))).toEqual([]);
});
