import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  boolean: 'true or false',
  string: 'text',
  int: 'a whole number',
};

/** What is counted of a value that has a size. */
const COUNTED: Readonly<Record<string, string>> = { string: 'character', array: 'item' };

/** What a value should be instead, in words for whoever wrote it; the name of the value goes before them. */
export function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = KINDS[issue.expected] ?? `a ${issue.expected}`;
      return issue.message.endsWith('received undefined') ? `is missing; give ${wanted}` : `must be ${wanted}`;
    }
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return isEmptyText(issue)
        ? 'is empty; give it a value or leave it out'
        : bound(below(issue), issue.minimum, issue.origin);
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin);
    case 'invalid_format':
      return issue.format === 'datetime' ? 'must be a time such as 2026-11-23T10:00:00Z' : issue.message;
    case 'invalid_key':
      return `is no usable name: ${issue.issues[0]?.message ?? issue.message}`;
    case 'invalid_union':
      return unionText(issue);
    default:
      return issue.message;
  }
}

function isEmptyText({ origin, minimum }: z.core.$ZodIssueTooSmall): boolean {
  return origin === 'string' && minimum === 1;
}

function below({ inclusive }: z.core.$ZodIssueTooSmall): string {
  return inclusive ? 'at least' : 'more than';
}

function bound(words: string, size: number | bigint, origin: string): string {
  const counted = COUNTED[origin];
  return counted === undefined
    ? `must be ${words} ${size}`
    : `must have ${words} ${size} ${counted}${size === 1 ? '' : 's'}`;
}

/** The plainest form of the value stands last in a union: what that one asks for. */
function unionText({ errors, message }: z.core.$ZodIssueInvalidUnion): string {
  const issue = errors.at(-1)?.[0];
  return issue === undefined || message !== 'Invalid input' ? message : issueText(issue);
}
