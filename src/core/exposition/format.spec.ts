import { describe, expect, it } from '@jest/globals';
import { formatOf } from './format.ts';

describe('formatOf', () => {
  const f = (contentType: string | undefined, kind: string, quotedNames: boolean) =>
    it(`${contentType} is ${kind}${quotedNames ? ' with quoted names' : ''}`, () => {
      expect(formatOf(contentType)).toEqual({ kind, quotedNames });
    });

  f(undefined, 'text', false);
  f('', 'text', false);
  f('text/plain; version=0.0.4; charset=utf-8', 'text', false);
  f('text/plain; version=1.0.0; escaping=allow-utf-8', 'text', true);
  f('text/plain;version="1.0.0"', 'text', true);
  f('text/html', 'text', false);
  f('application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics', true);
  f('Application/OpenMetrics-Text', 'openmetrics', true);
  f('application/openmetrics-text;', 'openmetrics', true);
  f('application/openmetrics-text; version', 'text', false);
  f('application/openmetrics-text; a=1; a=2', 'text', false);
  f('application/openmetrics-text/x', 'text', false);
});
