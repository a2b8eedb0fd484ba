import type { Labels } from '../model/labels.ts';

/** A compiled regular expression, anchored at both ends. The engine behind it is the caller's: Prometheus' is RE2. */
export interface Pattern {
  readonly source: string;
  matches(text: string): boolean;
  /** `template` with `$1`, `${1}`, `${name}` and `$$` filled from the match (Go's `Expand`); undefined when the text does not match. */
  expand(text: string, template: string): string | undefined;
}

interface FromSources {
  readonly sourceLabels: readonly string[];
  readonly separator: string;
}

/** One rule of `relabel_configs` or `metric_relabel_configs`, ready to run. */
export type RelabelRule =
  | (FromSources & {
      readonly action: 'replace';
      readonly pattern: Pattern;
      readonly targetLabel: string;
      readonly replacement: string;
    })
  | (FromSources & { readonly action: 'keep' | 'drop'; readonly pattern: Pattern })
  | (FromSources & {
      readonly action: 'keepequal' | 'dropequal' | 'lowercase' | 'uppercase';
      readonly targetLabel: string;
    })
  | (FromSources & {
      readonly action: 'hashmod';
      readonly targetLabel: string;
      /** The bucket of a text: last eight bytes of its MD5, big-endian, modulo the configured modulus. */
      readonly bucket: (text: string) => bigint;
    })
  | { readonly action: 'labelmap'; readonly pattern: Pattern; readonly replacement: string }
  | { readonly action: 'labeldrop' | 'labelkeep'; readonly pattern: Pattern };

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Runs the rules in order over a label set (a metric's name is its `__name__`), with the results of Prometheus'
 * `model/relabel`; undefined when a rule drops it.
 */
export function relabel(labels: Labels, rules: readonly RelabelRule[]): Labels | undefined {
  if (rules.length === 0) return labels;
  const working = new Map(Object.entries(labels));
  for (const rule of rules) {
    if (!apply(rule, working)) return undefined;
  }
  return Object.fromEntries(working);
}

function apply(rule: RelabelRule, labels: Map<string, string>): boolean {
  if (!('sourceLabels' in rule)) {
    applyToNames(rule, labels);
    return true;
  }
  const text = rule.sourceLabels.map((name) => labels.get(name) ?? '').join(rule.separator);
  switch (rule.action) {
    case 'keep':
      return rule.pattern.matches(text);
    case 'drop':
      return !rule.pattern.matches(text);
    case 'keepequal':
      return (labels.get(rule.targetLabel) ?? '') === text;
    case 'dropequal':
      return (labels.get(rule.targetLabel) ?? '') !== text;
    case 'lowercase':
      set(labels, rule.targetLabel, text.toLowerCase());
      return true;
    case 'uppercase':
      set(labels, rule.targetLabel, text.toUpperCase());
      return true;
    case 'hashmod':
      set(labels, rule.targetLabel, rule.bucket(text).toString());
      return true;
    case 'replace':
      replace(rule, text, labels);
      return true;
  }
}

function replace(rule: RelabelRule & { action: 'replace' }, text: string, labels: Map<string, string>): void {
  const target = rule.pattern.expand(text, rule.targetLabel);
  if (target === undefined || !LABEL_NAME.test(target)) return;
  set(labels, target, rule.pattern.expand(text, rule.replacement) ?? '');
}

function applyToNames(
  rule: RelabelRule & { action: 'labelmap' | 'labeldrop' | 'labelkeep' },
  labels: Map<string, string>,
): void {
  // A copy: a name that labelmap adds is not mapped again.
  for (const [name, value] of [...labels]) {
    const matches = rule.pattern.matches(name);
    if (rule.action === 'labelmap') {
      if (matches) set(labels, rule.pattern.expand(name, rule.replacement) ?? '', value);
    } else if (matches === (rule.action === 'labeldrop')) {
      labels.delete(name);
    }
  }
}

// An empty value is the same as no label (Prometheus data model).
function set(labels: Map<string, string>, name: string, value: string): void {
  if (value === '' || name === '') labels.delete(name);
  else labels.set(name, value);
}
