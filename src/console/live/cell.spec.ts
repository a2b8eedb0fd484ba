import { Cell } from './cell.ts';

it('tells its readers of changes alone, until they leave', () => {
  const cell = new Cell(1);
  const seen: number[] = [];
  const leave = cell.subscribe(() => seen.push(cell.value));
  cell.set(1);
  cell.set(2);
  leave();
  cell.set(3);
  expect([seen, cell.value]).toEqual([[2], 3]);
});
