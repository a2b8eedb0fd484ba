import type { z } from 'zod';
import type { Problem } from './config-error.ts';
import { keyText } from './ignored-keys.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

/** A schema's complaints as problems at their place in the file. `above` is the path of what was judged. */
export function problemsOf(error: z.ZodError, source: YamlSource, above: KeyPath): Problem[] {
  return error.issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [problemAt(source, path, messageOf(issue))];
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => problemAt(source, [...path, key], messages[index] ?? 'unknown key'));
  });
}

/** A problem with the value at a path. */
export function problemAt(source: YamlSource, path: KeyPath, message: string): Problem {
  return { file: source.file, ...source.place(path), key: keyText(path), message };
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  boolean: 'true or false',
  string: 'text',
  int: 'a whole number',
};

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = KINDS[issue.expected] ?? `a ${issue.expected}`;
      return issue.message.endsWith('received undefined') ? `is missing; give ${wanted}` : `must be ${wanted}`;
    }
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'is empty; give it a value or leave the key out'
        : `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_key':
      return `is no usable name: ${issue.issues[0]?.message ?? issue.message}`;
    default:
      return issue.message;
  }
}
