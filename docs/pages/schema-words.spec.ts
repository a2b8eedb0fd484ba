import { table, typeWords } from './schema-words.ts';

it.each([
  [{ type: 'integer', minimum: 1, maximum: 500 }, 'integer, 1 to 500'],
  [{ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'integer'],
  [{ type: 'number', exclusiveMinimum: 0 }, 'number, above 0'],
  [{ type: ['string', 'null'], format: 'date-time' }, 'time or null'],
  [{ type: 'array', maxItems: 3, items: { enum: ['up', 'down'] } }, 'list (up to 3) of `up`, `down`'],
  [{ anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Alert' }] }, 'text or [Alert](#alert)'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'map of name to text'],
  [{ type: 'object', properties: { at: {} } }, 'map of `at`'],
])('puts %j into words', (schema, words) => {
  expect(typeWords(schema)).toBe(words);
});

it('keeps a table whole whatever stands in its cells', () => {
  expect(table(['a', 'b'], [['x|y', 'two\n  lines']])).toEqual(['| a | b |', '|---|---|', '| x\\|y | two lines |', '']);
  expect(table(['a'], [])).toEqual([]);
});
