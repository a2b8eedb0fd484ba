import type { z } from 'zod';
import type { Problem } from './config-error.ts';
import { unknownKey } from './fields.ts';
import { problemAt, problemsOf } from './problems-of.ts';
import type { YamlSource } from './yaml-source.ts';

/** Reads a file section by section and gathers the problems of all of them. */
export class SectionReader {
  readonly problems: Problem[] = [];
  private readonly data: object;

  constructor(
    private readonly source: YamlSource,
    keys: readonly string[],
  ) {
    const { data } = source;
    this.data = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
    if (data !== undefined && this.data !== data) {
      this.problems.push(problemAt(source, [], `must be a map of keys: ${keys.join(', ')}`));
    }
    for (const key of Object.keys(this.data)) {
      if (!keys.includes(key)) this.problems.push(problemAt(source, [key], unknownKey(key, keys)));
    }
  }

  raw(key: string): unknown {
    return Object.hasOwn(this.data, key) ? Reflect.get(this.data, key) : undefined;
  }

  /** The section as its schema makes it; with problems, its defaults, so that the other sections can still be judged. */
  read<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> {
    const result = schema.safeParse(this.raw(key));
    if (result.success) return result.data;
    this.problems.push(...problemsOf(result.error, this.source, [key]));
    return schema.parse(undefined);
  }

  /** Tells of list entries that share a name. */
  unique(list: string, key: string): void {
    const entries = this.raw(list);
    const seen = new Set<unknown>();
    for (const [index, entry] of Array.isArray(entries) ? entries.entries() : []) {
      const name: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, key) : undefined;
      if (name !== undefined && seen.has(name)) {
        const message = `${JSON.stringify(name)} is there already; each ${key} may stand once`;
        this.problems.push(problemAt(this.source, [list, index, key], message));
      }
      seen.add(name);
    }
  }
}
