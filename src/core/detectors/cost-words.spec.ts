import { because, nextStep, techniquesOf } from './cost-words.ts';

test('a single cause needs no share, several have theirs, small ones are left out', () => {
  expect(
    because([
      { cause: 'more requests', share: 0.95 },
      { cause: 'longer prompts', share: 0.05 },
    ]),
  ).toBe(', because of more requests');
  expect(
    because([
      { cause: 'more requests', share: 0.7 },
      { cause: 'longer prompts', share: 0.3 },
    ]),
  ).toBe(', because of more requests (70 %) and longer prompts (30 %)');
  expect(because([{ cause: 'unexplained', share: 1 }])).toBe('');
});

test('techniques by cause', () => {
  const ids = (cause: string) => techniquesOf([{ cause, share: 1 }]).map(({ id }) => id);
  expect(ids('more requests')).toEqual(['AML.T0034.000', 'LLM10:2025']);
  expect(ids('dearer model')).toEqual(['AML.T0034.001', 'LLM10:2025']);
  expect(ids('unexplained')).toEqual(['AML.T0034', 'LLM10:2025']);
});

test('the key is named where it is known', () => {
  const tenant = (labels: Record<string, string>) => ({
    kind: 'tenant' as const,
    key: 'k',
    identity: { tenant: 'acme' },
    labels,
  });
  expect(nextStep(tenant({ api_key_alias: 'acme-prod' }), [])).toContain('block key acme-prod');
  expect(nextStep(tenant({}), [])).toContain('block its key');
});
