import { hashBytes } from '../exposition/hash.ts';
import { labelHash } from '../exposition/series.ts';
import { WIDE } from '../exposition/series-scanner.ts';
import { StringPool } from '../exposition/string-pool.ts';
import { isAscii } from './is-ascii.ts';
import { BYTES, FIXED64, type ProtobufReader, VARINT } from './protobuf-reader.ts';
import { type DecodedSeries, seriesProblem, type TakeSeries } from './written-message.ts';

/** `WriteRequest.timeseries`; its metadata (field 3) is not read: the catalogue knows better what a metric is. */
const TIMESERIES = 8 * 1 + BYTES;
const SERIES_LABELS = 8 * 1 + BYTES;
const SERIES_SAMPLES = 8 * 2 + BYTES;
const SERIES_EXEMPLARS = 8 * 3 + BYTES;
const SERIES_HISTOGRAMS = 8 * 4 + BYTES;
const LABEL_NAME = 8 * 1 + BYTES;
const LABEL_VALUE = 8 * 2 + BYTES;
/** The same in the message of 2.0. */
export const SAMPLE_VALUE = 8 * 1 + FIXED64;
export const SAMPLE_TIME = 8 * 2 + VARINT;

/** Label names and values repeat from series to series and from request to request. */
const POOL = new StringPool();

/** Reads `prometheus.WriteRequest` (remote write 1.0) to its end, or until it is broken: the reader tells. */
export function decodeWriteRequest(reader: ProtobufReader, series: DecodedSeries, take: TakeSeries): void {
  const end = reader.bytes.length;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === TIMESERIES) {
      readSeries(reader, reader.end(end), series);
      if (reader.broken) return;
      series.invalid = seriesProblem(series);
      take(series);
    } else reader.skip(tag, end);
  }
}

function readSeries(reader: ProtobufReader, end: number, series: DecodedSeries): void {
  series.clear();
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === SERIES_LABELS) readLabel(reader, reader.end(end), series);
    else if (tag === SERIES_SAMPLES) readSample(reader, reader.end(end), series);
    else {
      if (tag === SERIES_EXEMPLARS) series.exemplars += 1;
      if (tag === SERIES_HISTOGRAMS) series.histograms += 1;
      reader.skip(tag, end);
    }
  }
}

function readLabel(reader: ProtobufReader, end: number, series: DecodedSeries): void {
  let name = '';
  let value = '';
  let nameHash = 0;
  let valueHash = 0;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag !== LABEL_NAME && tag !== LABEL_VALUE) {
      reader.skip(tag, end);
      continue;
    }
    const to = reader.end(end);
    if (reader.broken) return;
    const hash = hashBytes(reader.bytes, reader.at, to);
    const text = POOL.text(reader.bytes, reader.at, to, hash, isAscii(reader.bytes, reader.at, to) ? 0 : WIDE);
    reader.at = to;
    if (tag === LABEL_NAME) {
      name = text;
      nameHash = hash;
    } else {
      value = text;
      valueHash = hash;
    }
  }
  series.texts[series.length] = name;
  series.texts[series.length + 1] = value;
  series.length += 2;
  series.hash = (series.hash + labelHash(nameHash, valueHash)) | 0;
}

/** Reads a sample; those of 2.0 have a start time more, which is not used: a counter that fell was restarted. */
export function readSample(reader: ProtobufReader, end: number, series: DecodedSeries): void {
  let value = 0;
  let timeMs = 0;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === SAMPLE_VALUE) value = reader.double();
    else if (tag === SAMPLE_TIME) timeMs = reader.varint();
    else reader.skip(tag, end);
  }
  series.addSample(value, timeMs);
}
