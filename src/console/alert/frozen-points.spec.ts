import type { Evidence } from '../api/types.ts';
import { frozenFirst, frozenPoints } from './frozen-points.ts';

const at = (minute: string) => `2026-11-18T14:${minute}:00.000Z`;
const judged = { value: 1, expected: 'NaN', lower: '-Infinity', upper: 2, score: 'NaN' };
const PACK: Evidence = {
  signals: [
    { definition: { id: 'cost.rate' }, entity: 'tenant{tenant="globex"}', points: [] },
    { definition: { id: 'cost.rate' }, entity: 'tenant{tenant="acme"}', points: [{ time: at('01'), ...judged }] },
  ],
};
const POINT = { time: at('01'), value: 1, expected: null, lower: null, upper: 2, score: 0 };

it('finds the points of a signal, and reads what is no number', () => {
  expect(frozenPoints(PACK, 'cost.rate', 'tenant{tenant="acme"}')).toEqual([POINT]);
  expect(frozenPoints(PACK, 'requests.rate', 'tenant{tenant="acme"}')).toEqual([]);
});

it('goes on with what is remembered from after them', () => {
  const remembered = ['00', '01', '02'].map((minute) => ({ ...POINT, time: at(minute), value: 7 }));
  expect(frozenFirst([POINT], remembered)).toEqual([POINT, remembered[2]]);
  expect(frozenFirst([], remembered)).toEqual(remembered);
});
