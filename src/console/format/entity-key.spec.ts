import { entityKey } from '../../core/model/entity.ts';
import { keyParts, kindInWords } from './entity-key.ts';

it.each([
  [entityKey('tenant', { tenant: 'acme' }), 'tenant', 'acme'],
  [entityKey('pod', { pod: 'vllm-0', namespace: 'ai' }), 'pod', 'ai/vllm-0'],
  [entityKey('tenant', { tenant: 'a "quoted", \\ one' }), 'tenant', 'a "quoted", \\ one'],
  ['nonsense', '', 'nonsense'],
])('%s', (key, kind, name) => expect(keyParts(key)).toEqual({ kind, name }));

it('says kinds in words', () => {
  expect(['tenant', 'gpu', 'secretMount'].map(kindInWords)).toEqual(['tenant', 'GPU', 'secret mount']);
});
