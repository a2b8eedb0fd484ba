import fc from 'fast-check';
import { type SentSeries, writeRequest, writeRequestV2 } from '../../../test/fakes/remote-write.ts';
import { seriesHash } from '../exposition/series.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeWriteRequest } from './decode-write-request.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import { DecodedSeries } from './written-message.ts';

const FORMS = [
  ['1.0', decodeWriteRequest, writeRequest],
  ['2.0', decodeRequest, writeRequestV2],
] as const;

function decodedBy(decode: typeof decodeRequest, message: Uint8Array) {
  const reader = new ProtobufReader(message);
  const all: (SentSeries & { hash: number; invalid: string | undefined })[] = [];
  decode(reader, new DecodedSeries(), ({ texts, length, hash, values, timesMs, count, histograms, invalid }) => {
    const labels: Record<string, string> = {};
    for (let i = 0; i < length; i += 2) labels[texts[i] ?? ''] = texts[i + 1] ?? '';
    const samples = timesMs.slice(0, count).map((timeMs, i) => [timeMs, values[i] ?? 0] as const);
    all.push({ labels, samples, histograms, hash, invalid });
  });
  return { all, broken: reader.broken };
}

const text = fc.string({ minLength: 1, maxLength: 150, unit: 'grapheme' });
const labels = fc
  .tuple(text, fc.dictionary(text, text, { maxKeys: 5 }))
  .map(([name, others]) => ({ ...others, __name__: name }) as Record<string, string>);
const sample = fc.tuple(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.double());
const series = fc.record({ labels, samples: fc.array(sample, { maxLength: 3 }), histograms: fc.nat(2) });

describe.each(FORMS)('a message of remote write %s', (_, decode, encode) => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(series, { maxLength: 6 }), (sent) => {
        const { all, broken } = decodedBy(decode, encode(sent));
        expect(broken).toBe(false);
        expect(all.map(({ labels, samples, histograms }) => ({ labels: { ...labels }, samples, histograms }))).toEqual(
          sent.map((one) => ({ ...one, labels: { ...one.labels } })),
        );
      }),
    );
  });

  it('has one hash for a series, whatever the order of its labels', () => {
    const [a, b] = decodedBy(
      decode,
      encode([{ labels: { __name__: 'm', a: '1', b: 'x' } }, { labels: { b: 'x', a: '1', __name__: 'm' } }]),
    ).all;
    expect(a?.hash).toBe(b?.hash);
    expect(a?.hash).not.toBe(seriesHash({ name: 'm', labels: { a: '1', b: 'y' } }));
  });

  it.each([
    ['no name', { a: '1' }, 'a series has no __name__'],
    ['an empty name', { '': '1', __name__: 'm' }, 'a label has no name'],
    [
      'too many labels',
      Object.fromEntries([['__name__', 'm'], ...Array.from({ length: 201 }, (_, i) => [`l${i}`, 'x'])]),
      'a series has more than 200 labels',
    ],
    [
      'too much text',
      { __name__: 'm', a: 'x'.repeat(20_000) },
      'the labels of a series are longer than 16384 characters',
    ],
  ])('says what is wrong with a series: %s', (_, given, invalid) => {
    expect(decodedBy(decode, encode([{ labels: given }])).all[0]?.invalid).toBe(invalid);
  });

  it('ends well, or is broken, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodedBy(decode, bytes);
      }),
    );
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(255), (sent, at, byte) => {
        const bytes = encode(sent);
        bytes[at % bytes.length] = byte;
        decodedBy(decode, bytes);
        const cut = decodedBy(decode, encode(sent).subarray(0, at % bytes.length));
        expect(cut.all.length).toBeLessThanOrEqual(sent.length);
      }),
    );
  });

  it('knows a negative time from a positive one', () => {
    const { all } = decodedBy(decode, encode([{ labels: { __name__: 'm' }, samples: [[-5, 1]] }]));
    expect(all[0]?.samples).toEqual([[-1, 1]]);
  });
});

it('tells of symbols that are not there, and of a name without a value', () => {
  const refs = (...packed: number[]) => Uint8Array.from([34, 0, 42, packed.length + 2, 10, packed.length, ...packed]);
  expect(decodedBy(decodeRequest, refs(0, 9)).all[0]?.invalid).toBe('a label refers to a symbol that is not there');
  expect(decodedBy(decodeRequest, refs(0)).all[0]?.invalid).toBe('a label has a name and no value');
});
