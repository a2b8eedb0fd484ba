import type { Labels } from '../model/labels.ts';

/** Labels by which gateways name who asks, best first: a name people chose before an id, a team before a key before a user. */
export const DEFAULT_TENANT_LABELS = [
  'team_alias',
  'team',
  'org_id',
  'api_key_alias',
  'hashed_api_key',
  'user',
  'end_user',
] as const;

/** The first of `names` that says something: LiteLLM writes the text `None` where it knows nothing. */
export function firstLabel(labels: Labels, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = labels[name];
    if (value !== undefined && value !== '' && value !== 'None') return value;
  }
  return undefined;
}
