import type { EntityKind } from '../../core/model/entity.ts';

/** What a key tells of its entity, where the entity itself is not at hand. */
export interface KeyParts {
  readonly kind: string;
  readonly name: string;
}

/** `pod{namespace="a",pod="b"}` is the pod `a/b`. */
export function keyParts(key: string): KeyParts {
  const [, kind = '', inner = ''] = /^(\w+)\{(.*)\}$/s.exec(key) ?? [];
  const values = [...inner.matchAll(/\w+=("(?:[^"\\]|\\.)*")/gs)].map(([, value = '""']) => String(JSON.parse(value)));
  return values.length === 0 ? { kind, name: key } : { kind, name: values.join('/') };
}

const KINDS: Readonly<Partial<Record<EntityKind, string>>> = { gpu: 'GPU', secretMount: 'secret mount' };

/** The kind as a word in a sentence. */
export function kindInWords(kind: string): string {
  return Object.entries(KINDS).find(([known]) => known === kind)?.[1] ?? kind;
}
