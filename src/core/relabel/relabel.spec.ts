// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of relabelling look like JavaScript's
import { relabelSection } from '../../config/relabel-section.ts';
import type { Labels } from '../model/labels.ts';
import { relabel } from './relabel.ts';

/** Labels after the rules, written as in a configuration file. */
function relabelled(labels: Labels, ...rules: object[]): Labels | undefined {
  return relabel(
    labels,
    rules.map((rule) => relabelSection.parse(rule)),
  );
}

const ABC = { a: 'foo', b: 'bar', c: 'baz' };

// Inputs and results of Prometheus' model/relabel/relabel_test.go, in another form.
describe('relabel does what Prometheus does', () => {
  it.each<[string, Labels, object[], Labels | undefined]>([
    [
      'replace',
      ABC,
      [{ source_labels: ['a'], regex: 'f(.*)', target_label: 'd', replacement: 'ch${1}-ch${1}' }],
      { ...ABC, d: 'choo-choo' },
    ],
    [
      'replace in a chain',
      ABC,
      [
        { source_labels: ['a', 'b'], regex: 'f(.*);(.*)r', target_label: 'a', replacement: 'b${1}${2}m' },
        { source_labels: ['c', 'a'], regex: '(b).*b(.*)ba(.*)', target_label: 'd', replacement: '$1$2$2$3' },
      ],
      { ...ABC, a: 'boobam', d: 'boooom' },
    ],
    [
      'drop ends it',
      { a: 'foo' },
      [{ source_labels: ['a'], regex: '.*o.*', action: 'drop' }, { target_label: 'd' }],
      undefined,
    ],
    ['drop without a match', { a: 'foo' }, [{ source_labels: ['a'], regex: 'no-match', action: 'drop' }], { a: 'foo' }],
    [
      'anchors hold around alternatives',
      { a: 'foo' },
      [{ source_labels: ['a'], regex: 'f|o', action: 'drop' }],
      { a: 'foo' },
    ],
    ['keep without a match', { a: 'foo' }, [{ source_labels: ['a'], regex: 'no-match', action: 'keep' }], undefined],
    ['keep', { a: 'foo' }, [{ source_labels: ['a'], regex: 'f.*', action: 'keep' }], { a: 'foo' }],
    [
      'replace without a match',
      { a: 'boo' },
      [{ source_labels: ['a'], regex: 'f', target_label: 'b', replacement: 'bar' }],
      { a: 'boo' },
    ],
    [
      'hashmod',
      ABC,
      [{ source_labels: ['c'], target_label: 'd', action: 'hashmod', modulus: 1000 }],
      { ...ABC, d: '976' },
    ],
    [
      'hashmod over a newline',
      { a: 'foo\nbar' },
      [{ source_labels: ['a'], target_label: 'b', action: 'HashMod', modulus: 1000 }],
      { a: 'foo\nbar', b: '734' },
    ],
    [
      'labelmap',
      { a: 'foo', b1: 'bar', b2: 'baz' },
      [{ regex: '(b.*)', replacement: 'bar_${1}', action: 'labelmap' }],
      { a: 'foo', b1: 'bar', b2: 'baz', bar_b1: 'bar', bar_b2: 'baz' },
    ],
    [
      'labelmap out of meta labels',
      { __meta_my_bar: 'aaa', __meta_other: 'ccc' },
      [{ regex: '__meta_(my.*)', action: 'labelmap' }],
      { __meta_my_bar: 'aaa', __meta_other: 'ccc', my_bar: 'aaa' },
    ],
    [
      'a target label out of the match',
      { a: 'some-name-value' },
      [{ source_labels: ['a'], regex: 'some-([^-]+)-([^,]+)', replacement: '${2}', target_label: '${1}' }],
      { a: 'some-name-value', name: 'value' },
    ],
    [
      'an empty replacement removes',
      { a: 'some-name-value', name: 'x' },
      [{ source_labels: ['a'], regex: 'some-([^-]+)-([^,]+)', replacement: '${3}', target_label: '${1}' }],
      { a: 'some-name-value' },
    ],
    [
      'a target label that is none',
      { a: 'some-name-0' },
      [{ source_labels: ['a'], regex: 'some-([^-]+)-([^,]+)', replacement: '${1}', target_label: '${3}' }],
      { a: 'some-name-0' },
    ],
    [
      'alternatives at the start of a text',
      { __meta_sd_tags: 'path:/secret,job:some-job,label:foo=bar' },
      [
        { source_labels: ['__meta_sd_tags'], regex: '(?:.+,|^)path:(/[^,]+).*', target_label: '__metrics_path__' },
        {
          source_labels: ['__meta_sd_tags'],
          regex: '(?:.+,|^)label:([^=]+)=([^,]+).*',
          replacement: '${2}',
          target_label: '${1}',
        },
      ],
      { __meta_sd_tags: 'path:/secret,job:some-job,label:foo=bar', __metrics_path__: '/secret', foo: 'bar' },
    ],
    ['labelkeep', { a: 'foo', b1: 'bar' }, [{ regex: '(b.*)', action: 'labelkeep' }], { b1: 'bar' }],
    ['labeldrop', { a: 'foo', b1: 'bar' }, [{ regex: '(b.*)', action: 'labeldrop' }], { a: 'foo' }],
    [
      'upper and lower case',
      { foo: 'bAr123Foo' },
      [
        { source_labels: ['foo'], action: 'uppercase', target_label: 'up' },
        { source_labels: ['foo'], action: 'lowercase', target_label: 'low' },
      ],
      { foo: 'bAr123Foo', up: 'BAR123FOO', low: 'bar123foo' },
    ],
    [
      'keepequal',
      { p: '1', q: '1' },
      [{ source_labels: ['p'], action: 'keepequal', target_label: 'q' }],
      { p: '1', q: '1' },
    ],
    [
      'keepequal of others',
      { p: '1', q: '2' },
      [{ source_labels: ['p'], action: 'keepequal', target_label: 'q' }],
      undefined,
    ],
    ['dropequal', { p: '1', q: '1' }, [{ source_labels: ['p'], action: 'dropequal', target_label: 'q' }], undefined],
    [
      'dropequal of others',
      { p: '1', q: '2' },
      [{ source_labels: ['p'], action: 'dropequal', target_label: 'q' }],
      { p: '1', q: '2' },
    ],
    ['a label from nothing', {}, [{ target_label: 'a', replacement: 'static' }], { a: 'static' }],
    [
      'an empty expression matches no label at all',
      {},
      [{ target_label: 'a', regex: '', replacement: 'static' }],
      { a: 'static' },
    ],
    ['a missing label is empty', { a: '1' }, [{ source_labels: ['none'], target_label: 'a' }], {}],
    [
      'a separator',
      { a: '1', b: '2' },
      [{ source_labels: ['a', 'b'], separator: '/', target_label: 'c' }],
      { a: '1', b: '2', c: '1/2' },
    ],
  ])('%s', (_, labels, rules, result) => expect(relabelled(labels, ...rules)).toEqual(result));

  it('leaves the given labels as they are', () => {
    const labels = Object.freeze({ a: 'b' });
    relabelled(labels, { target_label: 'a', replacement: 'c' });
    expect(labels).toEqual({ a: 'b' });
  });
});

describe('relabelSection refuses what Prometheus refuses', () => {
  it.each<[object, string]>([
    [{ action: 'replace' }, 'target_label'],
    [{ action: 'lowercase' }, 'target_label'],
    [{ action: 'lowercase', target_label: '${3}' }, 'target_label'],
    [{ target_label: '0${3}' }, 'target_label'],
    [{ target_label: '-${3}' }, 'target_label'],
    [{ target_label: 'foo${' }, 'target_label'],
    [{ action: 'hashmod', target_label: 'a' }, 'modulus'],
    [{ action: 'labelmap', replacement: '-$1' }, 'replacement'],
    [{ action: 'labeldrop', source_labels: ['a'] }, 'source_labels'],
    [{ action: 'keepequal', target_label: 'a', regex: 'x' }, 'regex'],
    [{ action: 'uppercase', target_label: 'a', replacement: 'x' }, 'replacement'],
    [{ action: 'explode' }, 'action'],
    [{ action: 'keep', regex: '(' }, 'regex'],
  ])('%j at %s', (rule, key) => {
    const issues = relabelSection.safeParse(rule).error?.issues ?? [];
    expect(issues.map(({ path }) => path[0])).toEqual([key]);
  });

  it.each(['label', 'label${1}', '${1}label', '$1', 'asd$2asd', '_${1}_', 'foo${bar}foo'])(
    'and takes %s as a target label',
    (target_label) => expect(relabelSection.safeParse({ target_label }).success).toBe(true),
  );
});
