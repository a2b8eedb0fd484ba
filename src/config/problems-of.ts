import type { z } from 'zod';
import type { Problem } from './config-error.ts';
import { keyText } from './ignored-keys.ts';
import { issueText } from './issue-text.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

/** A schema's complaints as problems at their place in the file. `above` is the path of what was judged. */
export function problemsOf(error: z.ZodError, source: YamlSource, above: KeyPath): Problem[] {
  return error.issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [problemAt(source, path, issueText(issue))];
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => problemAt(source, [...path, key], messages[index] ?? 'unknown key'));
  });
}

/** A problem with the value at a path. */
export function problemAt(source: YamlSource, path: KeyPath, message: string): Problem {
  return { file: source.file, ...source.place(path), key: keyText(path), message };
}
