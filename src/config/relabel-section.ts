import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Pattern, RelabelRule } from '../core/relabel/relabel.ts';
import { section } from './fields.ts';
import { compilePattern } from './pattern.ts';

const ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;
type Action = (typeof ACTIONS)[number];

/** A regular expression in RE2 syntax, compiled. */
export const pattern = z.string().transform((source, context): Pattern => {
  try {
    return compilePattern(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.addIssue({
      code: 'custom',
      message: `is no RE2 expression (${reason}); look-around and back references do not exist there`,
    });
    return z.NEVER;
  }
});

const given = section({
  source_labels: z.array(z.string()).optional().describe('labels whose values are looked at, joined'),
  separator: z.string().optional().describe('; unless given'),
  regex: pattern.optional().describe('RE2 expression for the whole value; (.*) unless given'),
  modulus: z.number().int().min(1).optional().describe('for hashmod'),
  target_label: z.string().optional().describe('label that is written'),
  replacement: z.string().optional().describe('what is written; $1 unless given'),
  action: z
    .string()
    .transform((name) => name.toLowerCase())
    .pipe(z.enum(ACTIONS))
    .default('replace')
    .describe(ACTIONS.join(', ')),
});
type Given = z.output<typeof given>;

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
// A label name in which $1 or ${name} may stand for a part: Prometheus' relabelTarget.
const LABEL_TEMPLATE = /^(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+$/;
const ANYTHING = compilePattern('(.*)');

const ONLY_REGEX: readonly (keyof Given)[] = ['source_labels', 'separator', 'modulus', 'target_label', 'replacement'];
const NOT_ALLOWED: Partial<Record<Action, readonly (keyof Given)[]>> = {
  labeldrop: ONLY_REGEX,
  labelkeep: ONLY_REGEX,
  keepequal: ['regex', 'separator', 'modulus', 'replacement'],
  dropequal: ['regex', 'separator', 'modulus', 'replacement'],
  lowercase: ['replacement'],
  uppercase: ['replacement'],
};
const WITHOUT_TARGET: readonly Action[] = ['keep', 'drop', 'labelmap', 'labeldrop', 'labelkeep'];

/** One rule of `relabel_configs` or `metric_relabel_configs`, checked as Prometheus checks it. */
export const relabelSection = given.transform((rule, context): RelabelRule => {
  for (const { key, message } of faults(rule)) context.addIssue({ code: 'custom', path: [key], message });
  const { action, regex = ANYTHING, replacement = '$1', target_label: targetLabel = '' } = rule;
  const sources = { sourceLabels: rule.source_labels ?? [], separator: rule.separator ?? ';' };
  switch (action) {
    case 'replace':
      return { action, ...sources, pattern: regex, targetLabel, replacement };
    case 'keep':
    case 'drop':
      return { action, ...sources, pattern: regex };
    case 'hashmod':
      return { action, ...sources, targetLabel, bucket: bucketOf(BigInt(rule.modulus ?? 1)) };
    case 'labelmap':
      return { action, pattern: regex, replacement };
    case 'labeldrop':
    case 'labelkeep':
      return { action, pattern: regex };
    default:
      return { action, ...sources, targetLabel };
  }
});

function faults(rule: Given): { readonly key: string; readonly message: string }[] {
  const { action, target_label: target = '' } = rule;
  const found = (NOT_ALLOWED[action] ?? [])
    .filter((key) => rule[key] !== undefined)
    .map((key) => ({ key: String(key), message: `has no meaning for action ${action}; take it out` }));
  if (!WITHOUT_TARGET.includes(action)) {
    const template = action === 'replace' && target.includes('$');
    if (target === '') found.push({ key: 'target_label', message: `is missing; action ${action} needs it` });
    else if (!(template ? LABEL_TEMPLATE : LABEL_NAME).test(target)) {
      found.push({
        key: 'target_label',
        message: `${JSON.stringify(target)} is no label name; use letters, digits and _`,
      });
    }
  }
  if (action === 'hashmod' && rule.modulus === undefined) {
    found.push({ key: 'modulus', message: 'is missing; action hashmod needs the number of buckets' });
  }
  if (action === 'labelmap' && !LABEL_TEMPLATE.test(rule.replacement ?? '$1')) {
    found.push({ key: 'replacement', message: `${JSON.stringify(rule.replacement)} makes no label name` });
  }
  return found;
}

function bucketOf(modulus: bigint): (text: string) => bigint {
  return (text) => createHash('md5').update(text).digest().readBigUInt64BE(8) % modulus;
}
