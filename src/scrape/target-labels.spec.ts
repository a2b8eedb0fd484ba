import { parseConfig } from '../config/load-config.ts';
import type { Labels } from '../core/model/labels.ts';
import { shownUrl, targetOf } from './target-labels.ts';

/** A target under a scrape configuration written as YAML. */
function target(yaml: string, found: Labels = { __address__: 'host:9400' }) {
  const { config } = parseConfig(`scrape_configs: [{ job_name: dcgm, ${yaml} }]`, 'gauger.yaml', { environment: {} });
  return targetOf(found, config.scrapeConfigs[0]!);
}

/** The same, for a target that there is. */
function good(yaml: string, found?: Labels) {
  const result = target(yaml, found);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.target;
}

describe('targetOf', () => {
  it('has defaults', () => {
    expect(good('')).toMatchObject({
      labels: { job: 'dcgm', instance: 'host:9400' },
      url: 'http://host:9400/metrics',
      intervalMs: 15_000,
      timeoutMs: 10_000,
    });
  });

  it('keeps what discovery said, but for meta and other inner labels', () => {
    const found = { __address__: 'h:1', __meta_pod: 'x', node: 'n1', empty: '', job: 'own' };
    expect(good('', found).labels).toEqual({ job: 'own', instance: 'h:1', node: 'n1' });
    expect(good('', found).discoveredLabels).toMatchObject({
      __meta_pod: 'x',
      __scheme__: 'http',
      __scrape_interval__: '15s',
    });
  });

  it('lets relabelling choose everything', () => {
    const rules = [
      ['__address__', 'other:1'],
      ['__scheme__', 'https'],
      ['__metrics_path__', '/m x'],
      ['__scrape_interval__', '1m'],
      ['__scrape_timeout__', '5s'],
      ['__param_q', 'b'],
      ['__param_new', '1'],
      ['instance', 'me'],
    ].map(([label, value]) => `{ target_label: ${label}, replacement: '${value}' }`);
    expect(good(`params: { q: [a, c] }, relabel_configs: [${rules.join(', ')}]`)).toMatchObject({
      labels: { job: 'dcgm', instance: 'me' },
      url: 'https://other:1/m%20x?q=b&q=c&new=1',
      intervalMs: 60_000,
      timeoutMs: 5_000,
    });
  });

  it('is dropped by a rule without a word', () => {
    expect(target('relabel_configs: [{ action: drop }]')).toEqual({ ok: false, dropped: true });
  });

  it.each(['', 'a/b', 'user@host', 'h:1?x', 'h h', 'h:port', 'a\\b', 'h#x'])('refuses the address %j', (address) => {
    expect(target('', { __address__: address })).toMatchObject({
      ok: false,
      dropped: false,
      reason: expect.stringContaining('is no host:port'),
    });
  });

  it.each([
    ['__scrape_interval__', 'often'],
    ['__scrape_interval__', '5s'],
    ['__scrape_timeout__', '0s'],
  ])('refuses %s=%s', (label, value) => {
    expect(target(`relabel_configs: [{ target_label: ${label}, replacement: ${value} }]`)).toMatchObject({
      ok: false,
      reason: 'relabelling left no usable __scrape_interval__ and __scrape_timeout__',
    });
  });

  it('has a key that its labels and address make', () => {
    expect(good('').key).toBe(good('').key);
    expect(good('').key).not.toBe(good('metrics_path: /other').key);
    expect(good('').key).not.toBe(good('', { __address__: 'host:9400', a: 'b' }).key);
  });

  it('takes IPv6', () => expect(good('', { __address__: '[::1]:9400' }).url).toBe('http://[::1]:9400/metrics'));
});

describe('shownUrl', () => {
  it('hides parameters that look like secrets', () => {
    expect(shownUrl('http://h/m?module=a&api_key=x&token=y&token=z')).toBe(
      'http://h/m?module=a&api_key=%3Csecret%3E&token=%3Csecret%3E',
    );
  });
});
