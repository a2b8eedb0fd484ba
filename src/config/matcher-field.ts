import { z } from 'zod';
import { matcherText, parseMatcher } from '../core/alerts/matchers.ts';
import type { Matcher } from '../core/model/silence.ts';

/** One condition on a label, as Alertmanager writes it: `tenant="acme"`, `namespace=~"ml-.*"` (RE2, anchored). */
export const matcher = z.string().transform((text, context) => {
  const parsed = parseMatcher(text);
  if (parsed !== undefined) return parsed;
  const message = `${JSON.stringify(text)} is no matcher; write it as for Alertmanager: 'tenant="acme"' or 'namespace=~"ml-.*"' (RE2)`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Conditions that all have to hold, as in Alertmanager; two of them that never hold together are a mistake. */
export const matchers = z.array(matcher).superRefine((all, context) => {
  for (const [index, given] of all.entries()) {
    const other = all.slice(0, index).find((before) => contradicts(before, given));
    if (other === undefined) continue;
    const message = `all matchers of a list have to hold, and ${matcherText(other)} stands before; write ${either(other, given)}`;
    context.addIssue({ code: 'custom', message, path: [index] });
  }
});

function contradicts(a: Matcher, b: Matcher): boolean {
  const exact = [a, b].every(({ isRegex, isEqual }) => !isRegex && isEqual);
  return exact && a.name === b.name && a.value !== b.value;
}

function either({ name, value }: Matcher, other: Matcher): string {
  return `'${name}=~"${value}|${other.value}"' for either of them`;
}
