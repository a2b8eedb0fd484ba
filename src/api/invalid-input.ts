import { HttpStatus, type StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { issueText } from '../config/issue-text.ts';
import { ProblemException, problem } from './problem.ts';

type Issue = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']>
>[0][number];

/** More problems with one request help nobody. */
const MAXIMUM_ERRORS = 20;

/** What is wrong with a request, parameter by parameter. */
export function invalidInput(issues: readonly Issue[]): ProblemException {
  const errors = issues.flatMap(errorsOf).slice(0, MAXIMUM_ERRORS);
  const detail = errors.map(({ parameter, detail }) => `${parameter}: ${detail}`).join('; ');
  return new ProblemException({ ...problem(HttpStatus.BAD_REQUEST, detail), errors });
}

function errorsOf(issue: Issue): { parameter: string; detail: string }[] {
  const path = (issue.path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  if (!isZods(issue)) return [{ parameter: path.join('.') || 'body', detail: issue.message }];
  if (issue.code !== 'unrecognized_keys') return [{ parameter: path.join('.') || 'body', detail: issueText(issue) }];
  return issue.keys.map((key) => ({ parameter: [...path, key].join('.'), detail: 'is not known here; leave it out' }));
}

/** All schemas of the API are zod's, which tells more than the standard asks for. */
function isZods(issue: Issue): issue is Issue & z.core.$ZodIssue {
  return 'code' in issue;
}
