import fc from 'fast-check';
import { ANY_CHARACTER } from '../../test/any-character.ts';
import { formatWritten, readWritten } from './written-text.ts';

const label = fc.tuple(
  fc.string({ minLength: 1, unit: ANY_CHARACTER }),
  fc.string({ minLength: 1, unit: ANY_CHARACTER }),
);
const series = fc.record({
  name: fc.oneof(fc.constantFrom('a', 'a:b_total'), fc.string({ minLength: 1, unit: ANY_CHARACTER })),
  labels: fc.array(label, { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
});
const samples = fc.uniqueArray(fc.tuple(series, fc.double(), fc.integer({ min: 1, max: 2 ** 45 })), {
  maxLength: 5,
  selector: ([{ name, labels }]) => JSON.stringify([name, Object.entries(labels).sort()]),
});

it('is read as it was written', () => {
  fc.assert(
    fc.property(samples, (all) => {
      const written = {
        series: all.map(([one]) => ({ name: one.name, labels: { ...one.labels } })),
        values: all.map(([, value]) => value),
        timesMs: all.map(([, , timeMs]) => timeMs),
      };
      const read = readWritten(formatWritten(written));
      const plain = read.series.map(({ name, labels }) => ({ name, labels: { ...labels } }));
      expect({ ...read, series: plain }).toEqual(written);
    }),
  );
});

it('leaves out what has no time', () => {
  expect(readWritten(Buffer.from('a 1\nb 2 1700000000000\n'))).toMatchObject({
    series: [{ name: 'b' }],
    values: [2],
    timesMs: [1_700_000_000_000],
  });
});
