import { describe, expect, it } from '@jest/globals';
import { FamilyTypes } from './family-types.ts';
import { SampleNames } from './sample-names.ts';

describe('SampleNames', () => {
  it('gives a name one id while it is in use, then the id to another', () => {
    const names = new SampleNames();
    const a = names.take('a');
    expect(names.take('a')).toBe(a);
    const b = names.take('b');
    names.release(a);
    expect(names.take('a')).toBe(a);
    names.release(a);
    names.release(a);
    expect([names.take('c'), names.text(a), names.text(b)]).toEqual([a, 'c', 'b']);
    expect(names.take('a')).not.toBe(a);
  });

  it('follows the types that are declared', () => {
    const names = new SampleNames();
    const types = new FamilyTypes();
    const id = names.take('a_total');
    expect(names.typeOf(id, types)).toBe('untyped');
    types.declare('a', 'counter');
    expect(names.typeOf(id, types)).toBe('counter');
  });
});
