import { finding } from '../../test/fakes/alerts.ts';
import { whose } from './wording.ts';

it('says whose signal moved as people call it, by its key where that names it', () => {
  const [line] = finding().evidence;
  expect(whose({ ...line!, entity: 'pod{namespace="ai",pod="vllm-0"}' })).toBe('pod ai/vllm-0');
  expect(whose({ ...line!, entity: 'gpu{UUID="GPU-5f1e"}', name: 'node-a GPU 3' })).toBe('node-a GPU 3');
});
