import { hashBytes } from '../exposition/hash.ts';
import { labelHash } from '../exposition/series.ts';
import { readSample } from './decode-write-request.ts';
import { isAscii } from './is-ascii.ts';
import { BYTES, type ProtobufReader, VARINT } from './protobuf-reader.ts';
import { type DecodedSeries, seriesProblem, type TakeSeries } from './written-message.ts';

const SYMBOLS = 8 * 4 + BYTES;
const TIMESERIES = 8 * 5 + BYTES;
const LABEL_REFS_PACKED = 8 * 1 + BYTES;
const LABEL_REFS = 8 * 1 + VARINT;
const SERIES_SAMPLES = 8 * 2 + BYTES;
const SERIES_HISTOGRAMS = 8 * 3 + BYTES;
const SERIES_EXEMPLARS = 8 * 4 + BYTES;

/** The strings of one message, which its series name by their place. */
interface Symbols {
  readonly texts: string[];
  readonly hashes: number[];
}

/**
 * Reads `io.prometheus.write.v2.Request` (remote write 2.0) to its end, or until it is broken: the reader tells. The order of fields on the
 * wire is free, so the symbols are gathered before the series.
 */
export function decodeRequest(reader: ProtobufReader, series: DecodedSeries, take: TakeSeries): void {
  const end = reader.bytes.length;
  const symbols = readSymbols(reader, end);
  if (reader.broken) return;
  reader.at = 0;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === TIMESERIES) {
      readSeries(reader, reader.end(end), series, symbols);
      if (reader.broken) return;
      series.invalid ??= seriesProblem(series);
      take(series);
    } else reader.skip(tag, end);
  }
}

function readSymbols(reader: ProtobufReader, end: number): Symbols {
  const symbols: Symbols = { texts: [], hashes: [] };
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag !== SYMBOLS) {
      reader.skip(tag, end);
      continue;
    }
    const to = reader.end(end);
    if (reader.broken) break;
    const { bytes, at } = reader;
    symbols.texts.push(isAscii(bytes, at, to) ? bytes.latin1Slice(at, to) : bytes.utf8Slice(at, to));
    symbols.hashes.push(hashBytes(bytes, at, to));
    reader.at = to;
  }
  return symbols;
}

function readSeries(reader: ProtobufReader, end: number, series: DecodedSeries, symbols: Symbols): void {
  series.clear();
  const refs = new LabelRefs(series, symbols);
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === LABEL_REFS_PACKED) refs.readPacked(reader, reader.end(end));
    else if (tag === LABEL_REFS) refs.add(reader.varint());
    else if (tag === SERIES_SAMPLES) readSample(reader, reader.end(end), series);
    else {
      if (tag === SERIES_HISTOGRAMS) series.histograms += 1;
      if (tag === SERIES_EXEMPLARS) series.exemplars += 1;
      reader.skip(tag, end);
    }
  }
  refs.finish();
}

/** References to the names and values of one series' labels, in turn. */
class LabelRefs {
  private nameRef = -1;

  constructor(
    private readonly series: DecodedSeries,
    private readonly symbols: Symbols,
  ) {}

  readPacked(reader: ProtobufReader, end: number): void {
    while (reader.at < end && !reader.broken) this.add(reader.varint());
    if (reader.at !== end) reader.fail();
  }

  add(ref: number): void {
    const { series, symbols, nameRef } = this;
    if (symbols.texts[ref] === undefined) series.invalid = 'a label refers to a symbol that is not there';
    else if (nameRef < 0) this.nameRef = ref;
    else {
      series.texts[series.length] = symbols.texts[nameRef] ?? '';
      series.texts[series.length + 1] = symbols.texts[ref] ?? '';
      series.length += 2;
      series.hash = (series.hash + labelHash(symbols.hashes[nameRef] ?? 0, symbols.hashes[ref] ?? 0)) | 0;
      this.nameRef = -1;
    }
  }

  finish(): void {
    if (this.nameRef >= 0) this.series.invalid ??= 'a label has a name and no value';
  }
}
