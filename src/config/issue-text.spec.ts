import { z } from 'zod';
import { issueText } from './issue-text.ts';

function said(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value);
  return error === undefined ? '' : issueText(error.issues[0]!);
}

it.each<[string, z.ZodType, unknown]>([
  ['is missing; give text', z.string(), undefined],
  ['must be text', z.string(), 3],
  ['must be a number', z.coerce.number(), 'many'],
  ['must be a whole number', z.int(), 1.5],
  ['must be one of warning, critical', z.enum(['warning', 'critical']), 'bad'],
  ['is empty; give it a value or leave it out', z.string().min(1), ''],
  ['must have at least 10 characters', z.string().min(10), 'short'],
  ['must have at most 3 characters', z.string().max(3), 'long'],
  ['must have at least 1 item', z.array(z.string()).min(1), []],
  ['must be at least 1', z.number().min(1), 0],
  ['must be more than 0', z.number().positive(), 0],
  ['must be at most 500', z.number().max(500), 501],
  ['must be a time such as 2026-11-23T10:00:00Z', z.iso.datetime(), 'soon'],
  ['is not an id', z.string().regex(/^a$/, 'is not an id'), 'b'],
  ['must be one of a', z.union([z.array(z.enum(['a'])), z.enum(['a'])]), 'b'],
])('%s', (want, schema, value) => expect(said(schema, value)).toBe(want));
