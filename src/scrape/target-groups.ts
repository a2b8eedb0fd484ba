import { z } from 'zod';
import { problemText } from '../config/config-error.ts';
import { type StaticConfig, staticSection } from '../config/discovery-section.ts';
import { problemsOf } from '../config/problems-of.ts';
import { readYaml } from '../config/yaml-source.ts';

/** Target groups, or why there are none; the reason holds no secret. */
export type GroupsResult =
  | { readonly ok: true; readonly groups: readonly StaticConfig[] }
  | { readonly ok: false; readonly reason: string };

const groups = z.array(staticSection);

/** Reads the target groups of a discovery file or answer, JSON or YAML: `[{"targets": ["host:port"], "labels": {}}]`. */
export function readTargetGroups(name: string, text: string): GroupsResult {
  // JSON is YAML too, and a hundred times quicker to read as what it is; only what is wrong with it needs the places that YAML knows.
  const json = groups.safeParse(jsonOf(text));
  if (json.success) return { ok: true, groups: json.data };
  const source = readYaml(name, text);
  const result = groups.safeParse(source.data ?? []);
  const problems = result.success ? source.syntaxErrors : problemsOf(result.error, source, []);
  const [first] = problems;
  if (first === undefined) return { ok: true, groups: result.data ?? [] };
  return {
    ok: false,
    reason: `${problemText(first)}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
