import { dirname, resolve } from 'node:path';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Problem } from './config-error.ts';

/** Keys and list positions from the root of the file. */
export type KeyPath = readonly PropertyKey[];

/** Values below these keys are text, whatever YAML makes of them: a label `version: 1.10` is `1.10`, not 1.1. */
const TEXT_KEYS: ReadonlySet<string> = new Set([
  'labels',
  'external_labels',
  'params',
  'targets',
  'source_labels',
  'separator',
  'target_label',
  'regex',
  'replacement',
  'match',
  'job_name',
  'username',
  'password',
  'credentials',
  'name',
]);

const MAXIMUM_BYTES = 16 * 1024 * 1024;

/** A YAML file as plain data that still knows where each key stands. */
export interface YamlSource {
  readonly file: string;
  /** The file's contents; undefined for an empty file or one with syntax errors. */
  readonly data: unknown;
  readonly syntaxErrors: readonly Problem[];
  /** The place of a key; of the nearest key above it when it is not in the file. */
  place(path: KeyPath): { readonly line: number; readonly column: number };
}

/**
 * Reads YAML the way Prometheus does: merge keys work, `null` is the same as leaving the key out, and the paths in `*_file` keys are
 * relative to the file that names them.
 */
export function readYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const tooLong = text.length > MAXIMUM_BYTES;
  const document = parseDocument(tooLong ? '' : text, { lineCounter: lines, merge: true, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const syntaxErrors: Problem[] = document.errors.map(({ message, pos }) => ({
    file,
    ...at(pos[0]),
    key: '',
    message,
  }));
  if (tooLong) syntaxErrors.push({ file, key: '', message: 'is larger than 16 MB; split it with file_sd_configs' });
  const resolveAlias = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);

  const place = (path: KeyPath) => {
    let node = resolveAlias(document.contents);
    let offset = 0;
    for (const step of path) {
      const next = child(node, step);
      if (next === undefined) break;
      offset = next.offset;
      node = resolveAlias(next.node);
    }
    return at(offset);
  };
  if (syntaxErrors.length > 0) return { file, data: undefined, syntaxErrors, place };
  try {
    // toJS counts alias expansions, so a "billion laughs" file ends here.
    document.toJS({ maxAliasCount: 1000 });
    const data = plain(document.contents, { resolveAlias, directory: dirname(resolve(file)), text: false, key: '' });
    return { file, data, syntaxErrors, place };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { file, data: undefined, syntaxErrors: [{ file, line: 1, column: 1, key: '', message }], place };
  }
}

function child(node: unknown, step: PropertyKey): { readonly node: unknown; readonly offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step));
    return pair === undefined ? undefined : { node: pair.value, offset: offsetOf(pair.key) };
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { node: item, offset: offsetOf(item) };
  }
  return undefined;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

interface PlainContext {
  readonly resolveAlias: (node: unknown) => unknown;
  readonly directory: string;
  /** Scalars keep the text they were written with. */
  readonly text: boolean;
  readonly key: string;
}

function plain(given: unknown, context: PlainContext): unknown {
  const node = context.resolveAlias(given);
  if (isSeq(node)) return node.items.map((item) => plain(item, context) ?? null);
  if (isMap(node)) return plainMap(node.items, context);
  return isScalar(node) ? plainScalar(node, context) : undefined;
}

function plainMap(pairs: readonly { key: unknown; value: unknown }[], context: PlainContext): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const pair of pairs) {
    const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
    if (key === '<<') {
      Object.assign(data, { ...mergedOf(pair.value, context), ...data });
      continue;
    }
    const value = plain(pair.value, { ...context, key, text: context.text || TEXT_KEYS.has(key) });
    // An empty `regex:` is the empty expression, not the default one (Prometheus' conf.good.yml relies on it).
    if (value !== undefined) define(data, key, value);
    else if (key === 'regex') define(data, key, '');
  }
  return data;
}

// A key like __proto__ becomes a property like any other, to be reported as unknown.
function define(data: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
}

function mergedOf(value: unknown, context: PlainContext): Record<string, unknown> {
  const merged = plain(value, context);
  const maps: unknown[] = Array.isArray(merged) ? merged.toReversed() : [merged];
  return Object.assign({}, ...maps);
}

function plainScalar(node: Node & { value: unknown; source?: string | undefined }, context: PlainContext): unknown {
  const { value } = node;
  if (value === null || value === undefined) return undefined;
  if (context.key.endsWith('_file') || context.key === 'files') return resolve(context.directory, String(value));
  if (typeof value === 'object') return String(value);
  return context.text && typeof value !== 'string' ? (node.source ?? String(value)) : value;
}
