import { finding } from '../../test/fakes/alerts.ts';
import { NEVER_NEWS } from '../core/model/signal.ts';
import { usualRange, whose } from './wording.ts';

it('says whose signal moved as people call it, by its key where that names it', () => {
  const [line] = finding().evidence;
  expect(whose({ ...line!, entity: 'pod{namespace="ai",pod="vllm-0"}' })).toBe('pod ai/vllm-0');
  expect(whose({ ...line!, entity: 'gpu{UUID="GPU-5f1e"}', name: 'node-a GPU 3' })).toBe('node-a GPU 3');
});

it('tells the usual range, and none of a signal that is never news by itself', () => {
  const [line] = finding().evidence;
  expect(usualRange({ ...line!, unit: 'requests/s', lower: 1, upper: 4.5 })).toBe(' (usual 1 to 4.5 requests/s)');
  expect(usualRange({ ...line!, unit: 'seconds', lower: 0, upper: 604_865 + NEVER_NEWS })).toBe('');
});
