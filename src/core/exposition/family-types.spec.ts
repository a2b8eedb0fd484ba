import { describe, expect, it } from '@jest/globals';
import { FamilyTypes } from './family-types.ts';

describe('FamilyTypes', () => {
  it('gives a sample the type of its family, by name or by a suffix that the type allows', () => {
    const types = new FamilyTypes();
    types.declare('h', 'histogram');
    types.declare('c', 'counter');
    types.declare('s', 'summary');
    types.declare('c_created', 'gauge');
    const names = [
      'h_bucket',
      'h_sum',
      'h_total',
      'c',
      'c_total',
      'c_created',
      's_count',
      's_bucket',
      'x',
      'h_bucket_x',
      '_sum',
    ];
    expect(names.map((name) => types.of(name))).toEqual([
      'histogram',
      'histogram',
      'untyped',
      'counter',
      'counter',
      'gauge',
      'summary',
      'untyped',
      'untyped',
      'untyped',
      'untyped',
    ]);
  });

  it('lets a later declaration replace an earlier one, and begins anew', () => {
    const types = new FamilyTypes();
    types.declare('a', 'counter');
    expect(types.of('a')).toBe('counter');
    types.declare('a', 'gauge');
    expect(types.of('a')).toBe('gauge');
    types.clear();
    types.undeclared = 'unknown';
    expect(types.of('a')).toBe('unknown');
  });
});
