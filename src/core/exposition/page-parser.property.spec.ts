import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PageParser, type ParsedPage } from './page-parser.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0';

/** All that a page says, without the parser's own indexes. */
function meaning(parser: PageParser, page: ParsedPage): unknown {
  const samples = Array.from({ length: page.count }, (_, i) => [
    parser.series[page.series[i] ?? -1],
    page.values[i],
    page.timesMs?.[i] ?? Number.NaN,
  ]);
  const { skipped, skippedCount, droppedCount, partial, error } = page;
  return { samples, skipped: [...skipped], skippedCount, droppedCount, partial, error };
}

const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('a', 'b', 'h_bucket', 'h_count', 'h', 'a_total'),
      fc.constantFrom(
        '',
        '{}',
        '{x="1"}',
        '{x="2",y="z"}',
        '{y="z",x="2"}',
        '{x="2",y="z",}',
        ' {x="1"}',
        '{x=""}',
        '{x="é\\n"}',
        '{x="r\nw"}',
      ),
      fc.constantFrom(' ', '  ', '\t', ''),
      fc.constantFrom('1', '2.5', '-0', '1e3', '1.5e-7', 'NaN', '+Inf', '123456789012345678', '0.1', 'x', '', '{'),
      fc.constantFrom('', '', '', ' 17', ' 1.5', '\r', ' # {t="x"} 1', ' 1 1'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '# TYPE a counter',
    '# TYPE a gauge',
    '# TYPE h histogram',
    '# TYPE b meh',
    '# HELP a text',
    '#',
    '',
    ' ',
    '# EOF',
    '}',
    'a{x="1"',
  ),
);
const page = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\n', '\n', ''))
  .map(([lines, end]) => Buffer.from(lines.join('\n') + end));

/** A page and pages that differ from it by a few lines, as scrapes do. */
const history = fc
  .tuple(
    fc.array(line, { minLength: 1, maxLength: 14 }),
    fc.array(fc.array(fc.tuple(fc.nat(), fc.nat(4), line), { maxLength: 3 }), { maxLength: 6 }),
  )
  .map(([first, edits]) => {
    const pages = [first];
    for (const edit of edits) {
      const next = [...(pages.at(-1) ?? [])];
      for (const [at, kind, text] of edit) {
        const place = at % (next.length + 1);
        if (kind === 0) next.splice(place, 1);
        else if (kind === 1) next.splice(place, 0, text);
        else if (kind === 2) next.splice(place, 1, text);
        else if (kind === 3) next.push(...next.splice(0, place));
        else next.splice(place, 0, ...next.slice(0, 3));
      }
      pages.push(next);
    }
    return pages.map((lines) => Buffer.from(`${lines.join('\n')}\n`));
  });

describe('PageParser, whatever the pages', () => {
  it('reads a page as a parser does that has never seen another', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.constantFrom(undefined, undefined, undefined, OPENMETRICS), { minLength: 1 }),
        (pages, types) => {
          const old = new PageParser();
          for (const [index, body] of pages.entries()) {
            const contentType = types[index % types.length];
            const fresh = new PageParser();
            expect(meaning(old, old.parse(body, contentType))).toEqual(meaning(fresh, fresh.parse(body, contentType)));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps added and removed in step with what the pages show', () => {
    fc.assert(
      fc.property(history, (pages) => {
        const parser = new PageParser();
        const alive = new Map<number, unknown>();
        for (const body of pages) {
          const parsed = parser.parse(body);
          for (const index of parsed.added) {
            expect(alive.has(index)).toBe(false);
            alive.set(index, parser.series[index]);
          }
          for (const index of parsed.removed) expect(alive.delete(index)).toBe(true);
          const shown = Array.from(parsed.series.subarray(0, parsed.count));
          for (const index of shown) expect(alive.get(index)).toBe(parser.series[index]);
          expect(new Set(shown).size).toBe(shown.length);
          if (!parsed.partial) expect(alive.size).toBe(parsed.count);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never fails, on text or on any bytes, in either level and format', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      page,
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
    );
    const broken = fc.tuple(bytes, fc.nat(), fc.nat(255)).map(([body, at, byte]) => {
      const copy = Uint8Array.from(body);
      if (copy.length > 0) copy[at % copy.length] = byte;
      return copy;
    });
    fc.assert(
      fc.property(
        fc.array(broken, { maxLength: 4 }),
        fc.constantFrom('strict', 'lenient'),
        fc.constantFrom(undefined, OPENMETRICS),
        (pages, level, type) => {
          const parser = new PageParser({ level });
          for (const body of pages) {
            const parsed = parser.parse(body, type);
            expect(parsed.skipped.length).toBeLessThanOrEqual(20);
            if (level === 'strict' && parsed.error === undefined) expect(parsed.skippedCount).toBe(0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads back what was written', () => {
    const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/);
    const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((text) => text !== '__name__');
    const labels = fc.dictionary(label, fc.string({ minLength: 1, unit: 'grapheme' }), { maxKeys: 5 });
    const value = fc.oneof(
      fc.double(),
      fc.integer().map((number) => number / 100),
    );
    const sample = fc.record({ name, labels, value, timeMs: fc.option(fc.nat(), { nil: undefined }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(sample, { selector: (one) => JSON.stringify([one.name, Object.entries(one.labels).sort()]) }),
        (samples) => {
          const parser = new PageParser({ level: 'strict' });
          const parsed = parser.parse(Buffer.from(samples.map(written).join('')));
          expect(parsed.error).toBeUndefined();
          const read = Array.from({ length: parsed.count }, (_, i) => {
            const series = parser.series[parsed.series[i] ?? -1];
            const timeMs = parsed.timesMs?.[i] ?? Number.NaN;
            return {
              name: series?.name,
              labels: { ...series?.labels },
              value: parsed.values[i],
              timeMs: Number.isNaN(timeMs) ? undefined : timeMs,
            };
          });
          expect(read).toEqual(samples.map((one) => ({ ...one, labels: { ...one.labels } })));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function written(one: {
  name: string;
  labels: Record<string, string>;
  value: number;
  timeMs: number | undefined;
}): string {
  const labels = Object.entries(one.labels).map(
    ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  const value = Object.is(one.value, -0) ? '-0' : String(one.value).replace('Infinity', 'Inf');
  return `${one.name}{${labels.join(',')}} ${value}${one.timeMs === undefined ? '' : ` ${one.timeMs}`}\n`;
}
