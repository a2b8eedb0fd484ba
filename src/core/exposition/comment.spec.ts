import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { readComment, textCommentFault } from './comment.ts';
import { formatOf } from './format.ts';

const TEXT = formatOf(undefined);
const UTF8 = formatOf('text/plain; version=1.0.0');
const OPENMETRICS = formatOf('application/openmetrics-text');
const read = (text: string, format = TEXT) =>
  readComment(bytesOf(Buffer.from(text)), 0, Buffer.byteLength(text), format);
const fault = (text: string | Buffer, format = TEXT) =>
  textCommentFault(bytesOf(Buffer.from(text)), 0, Buffer.byteLength(text), format);

describe('readComment', () => {
  it('reads a type, in any case and with a carriage return', () => {
    expect(read('# TYPE a counter')).toEqual({ kind: 'type', family: 'a', type: 'counter' });
    expect(read('#  TYPE\ta  GAUGE \r')).toEqual({ kind: 'type', family: 'a', type: 'gauge' });
    expect(read('# TYPE "a.\\"b" histogram')).toEqual({ kind: 'type', family: 'a."b', type: 'histogram' });
  });

  it('calls a type that it does not know bad, and anything else a plain comment', () => {
    expect(read('# TYPE a meh')).toMatchObject({ kind: 'bad' });
    expect(read('# TYPE 0a counter')).toMatchObject({ kind: 'bad' });
    for (const text of ['#', '# HELP', '# HELP a b', '#TYPE a counter', '# TYPE', '# EOF'])
      expect(read(text)).toEqual({ kind: 'plain' });
  });

  it('knows the end of an OpenMetrics page', () => {
    expect(read('# EOF', OPENMETRICS)).toEqual({ kind: 'end' });
  });
});

describe('textCommentFault', () => {
  it('takes what Prometheus takes', () => {
    for (const text of [
      '#foo',
      '#',
      '# HELP',
      '# HELP a',
      '# HELP a ',
      '# TYPE a untyped',
      '# TYPE a\tgauge',
      '# TYPEx',
      '# EOF',
    ]) {
      expect([text, fault(text)]).toEqual([text, undefined]);
    }
    expect(fault('# TYPE "a.b" gauge', UTF8)).toBeUndefined();
  });

  it('rejects what Prometheus rejects', () => {
    for (const text of [
      '# TYPE a',
      '# TYPE a COUNTER',
      '# TYPE a unknown',
      '# TYPE a info',
      '# TYPE a gauge ',
      '# TYPE a  gauge',
      '# TYPE #',
      '# HELP #',
      '# HELP ',
      '# TYPE "a.b" gauge',
    ]) {
      expect([text, fault(text)]).not.toEqual([text, undefined]);
    }
    expect(fault(Buffer.from([...Buffer.from('# HELP a '), 0xff]))).toBe('HELP is not valid UTF-8');
  });
});
