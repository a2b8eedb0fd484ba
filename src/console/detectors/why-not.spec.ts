import { whyNot } from './why-not.ts';

it('names what is missing, and when what is learnt is ready', () => {
  const state = 'warming';
  expect(
    whyNot({
      state,
      coverage: [
        { kind: 'tenant', state: 'armed', missing: [] },
        { kind: 'gpu', state: 'blind', missing: ['a.b', 'c'] },
        { kind: 'pod', state: 'warming', missing: [], readyAt: '2026-11-18T14:00:00.000Z' },
      ],
    }),
  ).toBe('no a.b, no c of any GPU; learning pods, ready 2026-11-18 14:00:00 UTC');
});

it('has nothing to say of an armed one, and of one that is off that it is', () => {
  expect(whyNot({ state: 'armed', coverage: [{ kind: 'gpu', state: 'armed', missing: [] }] })).toBe('');
  expect(whyNot({ state: 'disabled', coverage: [] })).toContain('switched off');
});
