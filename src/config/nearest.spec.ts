import { nearest } from './nearest.ts';

const KNOWN = ['scrape_interval', 'scrape_timeout', 'job_name', 'cost-spike', 'for'];

describe('nearest', () => {
  it.each([
    ['scrape_intervall', 'scrape_interval'],
    ['scrapeInterval', 'scrape_interval'],
    ['jobname', 'job_name'],
    ['cost_spike', 'cost-spike'],
    ['fro', undefined],
    ['fo', 'for'],
    ['something_else', undefined],
    ['x'.repeat(100_000), undefined],
  ])('of %s is %s', (word, known) => expect(nearest(word, KNOWN)).toBe(known));
});
