import fc from 'fast-check';
import { ANY_CHARACTER } from '../../../test/any-character.ts';
import { addressOf, type Route, routeOf } from './route.ts';

const text = fc.string({ minLength: 1, unit: ANY_CHARACTER });
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>({ page: 'now' }, { page: 'detectors' }, { page: 'targets' }),
  text.map((id) => ({ page: 'alert' as const, id })),
  text.map((key) => ({ page: 'signal' as const, key })),
  fc.string({ unit: ANY_CHARACTER }).map((search) => ({ page: 'signals' as const, search })),
);

it('finds the way back from every address', () => {
  fc.assert(fc.property(routes, (route) => expect(routeOf(addressOf(route))).toEqual(route)));
});

it.each(['', '#', '#/'])('begins at now: %p', (hash) => expect(routeOf(hash)).toEqual({ page: 'now' }));

it.each(['#/nowhere', '#/alerts', '#/alerts/', '#/targets/x'])('is lost at %s', (hash) =>
  expect(routeOf(hash)).toEqual({ page: 'lost' }),
);

it('survives any hash', () => {
  expect(routeOf('#/alerts/%E0%A4%A')).toEqual({ page: 'alert', id: '%E0%A4%A' });
  fc.assert(fc.property(fc.string(), (hash) => routeOf(hash).page !== undefined));
});
