import { textTable } from './text-table.ts';

it('lines up words on the left and numbers on the right', () => {
  expect(
    textTable(
      ['NAME', 'COUNT', 'WHY'],
      [
        ['a', 7, 'x'],
        ['longer', 1200, ''],
      ],
    ),
  ).toEqual(['NAME    COUNT  WHY', 'a           7  x', 'longer   1200']);
});
