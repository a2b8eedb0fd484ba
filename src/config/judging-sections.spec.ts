import { ConfigError, problemText } from './config-error.ts';
import { parseConfig } from './load-config.ts';

function budget(section: string) {
  return parseConfig(`budget: ${section}`, 'gauger.yaml', { environment: {} }).config.budget;
}

function told(section: string): string[] {
  try {
    budget(section);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(problemText);
    throw error;
  }
  return [];
}

it('takes both spellings of the budget', () => {
  expect(budget('{ per_day: 2 }').perDay).toBe(2);
  expect(budget('{ perDay: 3 }').perDay).toBe(3);
});

it('takes a tenth of the budget for pages, and no more of them than alerts', () => {
  expect(budget('{}')).toEqual({ perDay: 5, pagesPerDay: 0.5 });
  expect(budget('{ per_day: 2 }').pagesPerDay).toBe(0.2);
  expect(budget('{ per_day: 2, pages_per_day: 2 }').pagesPerDay).toBe(2);
  expect(told('{ per_day: 2, pages_per_day: 3 }')).toEqual([
    'gauger.yaml:1:23: budget.pages_per_day: 3 is more than per_day, 2: pages are some of the alerts',
  ]);
  expect(told('{ pages_per_day: 0 }')).toHaveLength(1);
});
