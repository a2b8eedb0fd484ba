import { finding } from '../../../test/fakes/finding.ts';
import type { Finding } from '../model/finding.ts';
import { lowerBelowPageLine } from './lower-below-page-line.ts';

const [line] = finding().evidence;
const LINES: Readonly<Record<string, number>> = { 'cost.rate': 1.3, 'requests.rate': 1.1 };

const told = (change: Partial<Finding>) =>
  lowerBelowPageLine(finding({ severity: 'critical', ...change }), ({ signal }) => LINES[signal] ?? Infinity);

test.each<[string, number, string, number, string]>([
  ['below the page lines of both signals', 1.29, 'requests.rate', 1.09, 'warning'],
  ['at the page line of the first', 1.3, 'requests.rate', 0, 'critical'],
  ['at that of the second', 1, 'requests.rate', 1.1, 'critical'],
  ['beside a signal without a baseline', 1.29, 'nothing', 9, 'warning'],
])('%s', (_, first, signal, second, severity) => {
  const evidence = [
    { ...line!, score: first },
    { ...line!, signal, score: second },
  ];
  expect(told({ evidence, score: 9 })).toEqual(
    finding({ severity: severity as Finding['severity'], evidence, score: 9 }),
  );
});

test('what stands on a limit stays critical, and nothing else is touched', () => {
  const evidence = [{ ...line!, score: 1 }];
  expect(told({ evidence, byLimit: true }).severity).toBe('critical');
  const info = finding({ severity: 'info', evidence });
  expect(lowerBelowPageLine(info, () => 2)).toBe(info);
});
