import { PageParser } from '../exposition/page-parser.ts';
import { youngProcessStartMs } from './process-start.ts';

const at = (text: string, seconds: number) => {
  const parser = new PageParser();
  return youngProcessStartMs(parser, parser.parse(new TextEncoder().encode(`up 1\n${text}\n`)), seconds * 1000);
};

it.each([
  ['process_start_time_seconds 1.0e+03', 1010, 1_000_000],
  ['process_start_time_seconds 1000', 1300, 1_000_000],
  ['process_start_time_seconds 1000', 1301, Number.NaN],
  ['process_start_time_seconds 1000', 1000, 1_000_000],
  ['process_start_time_seconds 1000', 999, Number.NaN],
  ['process_start_time_seconds NaN', 1000, Number.NaN],
  ['other 1', 1000, Number.NaN],
])('%s at %s is %s', (text, seconds, startMs) => expect(at(text, seconds)).toBe(startMs));
