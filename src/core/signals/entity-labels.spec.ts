import { EntityLabels } from './entity-labels.ts';

it('shows a label while one value of it is alive', () => {
  const labels = new EntityLabels();
  expect(labels.add({ pod: 'a', node: 'n' })).toBe(true);
  expect(labels.add({ pod: 'a' })).toBe(false);
  expect(labels.current()).toEqual({ pod: 'a', node: 'n' });
  labels.add({ pod: 'b' });
  expect(labels.current()).toEqual({ node: 'n' });
  labels.release({ pod: 'b' });
  expect(labels.current()).toEqual({ pod: 'a', node: 'n' });
});

it('keeps the last value until it is forgotten or another comes', () => {
  const labels = new EntityLabels();
  labels.add({ pod: 'a' });
  expect(labels.release({ pod: 'a' })).toBe(true);
  expect(labels.current()).toEqual({ pod: 'a' });
  labels.add({ pod: 'b' });
  expect(labels.current()).toEqual({ pod: 'b' });
  labels.forget({ pod: 'a' });
  labels.forget({ pod: 'b' });
  expect(labels.current()).toEqual({ pod: 'b' });
});
