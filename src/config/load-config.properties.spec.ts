import fc from 'fast-check';
import { ANY_CHARACTER } from '../../test/any-character.ts';
import { ConfigError } from './config-error.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { parseConfig } from './load-config.ts';

function survives(yaml: string): void {
  try {
    parseConfig(yaml, 'gauger.yaml', { environment: {} });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
  }
}

const KEY = fc.constantFrom(
  'global',
  'scrape_configs',
  'job_name',
  'static_configs',
  'targets',
  'labels',
  'regex',
  'limits',
  'for',
  'alerts',
  '__proto__',
  'toString',
);

describe('parseConfig', () => {
  it('takes any text, or says what is wrong with it', () => {
    fc.assert(fc.property(fc.string({ unit: ANY_CHARACTER, maxLength: 200 }), survives), { numRuns: 150 });
  });

  it('takes any data under any key, or says what is wrong with it', () => {
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.double(), fc.constant(null)),
      tree: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(KEY, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (data) => survives(JSON.stringify(data))),
      { numRuns: 150 },
    );
  });
});

describe('durations', () => {
  it('read back what they print', () => {
    fc.assert(fc.property(fc.nat({ max: 10 ** 12 }), (ms) => expect(parseDuration(formatDuration(ms))).toBe(ms)));
  });
});
