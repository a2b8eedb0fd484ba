import { type Bytes, LINE_FEED, nextLine } from '../bytes.ts';
import { isUtf8 } from '../utf8.ts';
import { OpenMetricsFamilies } from './openmetrics-families.ts';
import { readMetadata, readSample } from './openmetrics-line.ts';

/** A longer line is rejected; see `SERIES_BYTES_MAXIMUM`. */
const LINE_BYTES_MAXIMUM = 1_048_576;
const END = '# EOF';

/** Why the page breaks the OpenMetrics 1.0 specification, undefined when it keeps it. */
export function openMetricsFault(bytes: Bytes, to: number): string | undefined {
  if (!isUtf8(bytes, 0, to)) return 'invalid UTF-8';
  const families = new OpenMetricsFamilies();
  let line = 1;
  for (let at = 0; at < to; line += 1) {
    const next = nextLine(bytes, at, to);
    if (next - at > LINE_BYTES_MAXIMUM) return `line ${line}: too long`;
    const hasEnd = bytes[next - 1] === LINE_FEED;
    const text = bytes.utf8Slice(at, hasEnd ? next - 1 : next);
    if (text === END) return next < to ? `line ${line + 1}: data after # EOF` : families.finish();
    const fault = hasEnd ? lineFault(text, families) : 'the page does not end with # EOF';
    if (fault !== undefined) return `line ${line}: ${fault}`;
    at = next;
  }
  return 'the page does not end with # EOF';
}

function lineFault(text: string, families: OpenMetricsFamilies): string | undefined {
  if (text.startsWith('#')) {
    const metadata = readMetadata(text);
    return metadata === undefined ? 'neither # TYPE, # HELP, # UNIT nor # EOF' : families.describe(metadata);
  }
  const sample = readSample(text);
  return typeof sample === 'string' ? sample : families.add(sample);
}
