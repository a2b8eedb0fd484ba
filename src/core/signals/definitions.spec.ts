import { DEFINITIONS } from './definitions.ts';

it.each(DEFINITIONS.map((definition) => [`${definition.id} of ${definition.entity}`, definition] as const))(
  '%s is whole',
  (_, definition) => {
    const { id, help, numerator, minimumAbsolute, minimumRelative, range, denominator, denominatorMinimum } =
      definition;
    expect(id).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
    expect(help).toMatch(/^[A-Z0-9].*\.$/);
    expect(numerator.length).toBeGreaterThan(0);
    expect(minimumAbsolute).toBeGreaterThanOrEqual(0);
    expect(minimumRelative).toBeGreaterThanOrEqual(0);
    expect(minimumRelative).toBeLessThan(1);
    if (range !== undefined) expect(range[0]).toBeLessThan(range[1]);
    expect(denominatorMinimum === undefined || denominator !== undefined).toBe(true);
  },
);

it('has each signal of a kind once', () => {
  const ids = DEFINITIONS.map(({ id, entity }) => `${entity} ${id}`);
  expect(new Set(ids).size).toBe(ids.length);
});

it('gives one id one unit, whatever has it', () => {
  const units = new Map<string, string>();
  for (const { id, unit } of DEFINITIONS) {
    expect([id, units.get(id) ?? unit]).toEqual([id, unit]);
    units.set(id, unit);
  }
});
