import { isCollection, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';

/** What `gauger.example.yaml` says of a key. */
export interface ExampleKey {
  readonly comment?: string;
  /** Its value as it stands there, on a line that holds without taking a `#` away: the default. */
  readonly value?: string;
}

/** Every key of the example by its path (`scrape_configs[].job_name`), those of its switched-off lines too. */
export function exampleKeys(text: string): Map<string, ExampleKey> {
  const everything = text.replaceAll(/^#(?! )/gm, '').replaceAll(/^#(?= {2})/gm, '');
  const keys = new Map<string, ExampleKey>();
  for (const { path, node } of pairsOf(parseDocument(everything, { uniqueKeys: false }).contents, '')) {
    const comment = keys.get(path)?.comment ?? commentOf(node);
    keys.set(path, comment === undefined ? {} : { comment });
  }
  for (const { path, node } of pairsOf(parseDocument(text).contents, '')) {
    if (isScalar(node)) keys.set(path, { ...keys.get(path), value: String(node.value) });
  }
  return keys;
}

/** The sentences above each section of the example, in its order. */
export function exampleSections(text: string): Map<string, string> {
  const found = text.matchAll(/((?:^# .*\n)*)^#?([a-z_]+):/gm);
  const sections = new Map<string, string>();
  for (const [, above = '', key = ''] of found) {
    const words = above.split('\n').map((line) => line.slice(2));
    if (!sections.has(key)) sections.set(key, words.join(' ').trim());
  }
  return sections;
}

function* pairsOf(node: unknown, path: string): Iterable<{ readonly path: string; readonly node: unknown }> {
  if (isSeq(node)) {
    for (const item of node.items) yield* pairsOf(item, `${path}[]`);
  }
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    const name = path === '' ? String(key) : `${path}.${key}`;
    yield { path: name, node: value };
    yield* pairsOf(value, name);
  }
}

function commentOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  const comment = node.comment ?? (isCollection(node) ? node.commentBefore : undefined);
  const [line = ''] = (comment ?? '').split('\n');
  return (
    line
      .trim()
      .replace(/ \.\.\.$/, '')
      .replace(/^\.\.\. /, '') || undefined
  );
}
