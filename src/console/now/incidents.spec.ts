import { alertOf } from '../../../test/fakes/console-answers.ts';
import { companions, incidentGroups } from './incidents.ts';

const A = alertOf({ id: 'a', incidentId: 'i' });
const B = alertOf({ id: 'b' });
const C = alertOf({ id: 'c', incidentId: 'i' });

it('puts together what belongs together', () => {
  const groups = incidentGroups([A, B, C]).map(({ alerts }) => alerts.map(({ id }) => id));
  expect(groups).toEqual([['a', 'c'], ['b']]);
});

it('finds what else moved', () => {
  expect(companions(A, [A, B, C])).toEqual([C]);
  expect(companions(B, [A, B, C])).toEqual([]);
});
