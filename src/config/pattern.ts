import { RE2JS } from 're2js';
import type { Pattern } from '../core/relabel/relabel.ts';

// `$$`, `${name}` or `$name` with the longest name that fits: Go's regexp.Expand.
const VARIABLE = /\$(?:(\$)|\{(\w+)\}|(\w+))/g;
const GROUP_NUMBER = /^(?:0|[1-9]\d{0,7})$/;

/**
 * Compiles a regular expression as Prometheus does: RE2 syntax, linear time whatever the text, anchored at both ends.
 * Throws an `Error` saying what is wrong with the expression.
 */
export function compilePattern(source: string): Pattern {
  const compiled = RE2JS.compile(`^(?:${source})$`);
  return {
    source,
    matches: (text) => compiled.matcher(text).find(),
    expand(text, template) {
      const match = compiled.matcher(text);
      if (!match.find()) return undefined;
      const named = compiled.namedGroups();
      return template.replaceAll(VARIABLE, (_, dollar?: string, braced?: string, bare?: string) => {
        if (dollar !== undefined) return '$';
        const name = braced ?? bare ?? '';
        const group = GROUP_NUMBER.test(name) ? Number(name) : (named[name] ?? -1);
        return group < 0 || group > compiled.groupCount() ? '' : (match.group(group) ?? '');
      });
    },
  };
}
