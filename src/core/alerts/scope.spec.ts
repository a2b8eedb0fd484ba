import fc from 'fast-check';
import { finding } from '../../../test/fakes/finding.ts';
import { AlertBook, DEFAULT_ALERT_POLICY } from './alert-book.ts';
import { toAlertmanager } from './alertmanager.ts';
import { compileMatchers } from './matchers.ts';
import { scoped } from './scope.ts';

const ACME = finding({ tenant: 'acme' });
const OTHER = finding({ tenant: 'other' });

it('leaves all findings as they are when nothing is set', () => {
  expect(scoped([ACME, OTHER], {})).toEqual([ACME, OTHER]);
});

it('keeps the findings whose labels are meant, in their order', () => {
  const words = fc.constantFrom('acme', 'other', '');
  const matcher = fc.record({ name: fc.constantFrom('tenant', 'pod'), value: words, isEqual: fc.boolean() });
  fc.assert(
    fc.property(fc.array(matcher, { maxLength: 3 }), fc.array(words), (given, tenants) => {
      const findings = tenants.map((tenant) => finding({ tenant }));
      const concerns = compileMatchers(given.map((one) => ({ ...one, isRegex: false })));
      const meant = tenants.filter((tenant) =>
        given.every(({ name, value, isEqual }) => (value === (name === 'tenant' ? tenant : '')) === isEqual),
      );
      const kept = scoped(findings, { concerns });
      expect(kept.map(({ entity }) => entity.identity['tenant'])).toEqual(meant);
    }),
  );
});

it('marks what is in the shadow, down to the label of its alert', () => {
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, forTicks: 1 });
  const [fired] = book.advance(scoped([ACME], { shadow: true }), 0);
  expect(fired?.alert.peak.shadow).toBe(true);
  expect(fired && toAlertmanager(fired.alert).labels['shadow']).toBe('true');
});

it('is another alert once it comes out of the shadow, so that people are told', () => {
  const book = new AlertBook({ ...DEFAULT_ALERT_POLICY, forTicks: 1 });
  book.advance(scoped([ACME], { shadow: true }), 0);
  const changes = book.advance([ACME], 60_000);
  expect(changes.map(({ change, alert }) => [change, alert.peak.shadow])).toEqual([['fired', undefined]]);
});
