import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config/config-error.ts';
import { type CheckOptions, check } from './check.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function checked(options: CheckOptions): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const code = await check(options, (line) => lines.push(line));
  return { code, lines };
}

describe('check --config', () => {
  it('sums up a good file, and warns of what has no effect and of secrets that are not there', async () => {
    const yaml = `scrape_configs:
  - { job_name: a, static_configs: [{ targets: ['h:1', 'h:2'] }], bearer_token_file: token, proxy_url: 'http://p' }
detectors: { cost-spike: { enabled: false } }`;
    const config = file('good.yaml', yaml);
    const { code, lines } = await checked({ config });
    expect(code).toBe(0);
    expect(lines).toEqual([
      `warning: ${config}:2:93: scrape_configs[0].proxy_url: is not supported; the target is asked directly, with the other settings`,
      `warning: cannot read the secret file ${join(folder, 'token')} (ENOENT); its scrapes would fail`,
      expect.stringMatching(
        /good\.yaml: ok: 1 scrape configuration, 2 targets listed, \d+ of \d+ detectors on, 0 receivers$/,
      ),
    ]);
  });

  it('throws all problems of a bad one', async () => {
    const config = file('bad.yaml', 'globl: {}\nscrape_configs: 3');
    await expect(checked({ config })).rejects.toThrow(ConfigError);
    await expect(checked({ config })).rejects.toThrow(
      /globl: unknown key; did you mean global\?\n.*scrape_configs: must be a list/,
    );
  });
});

const VLLM = `# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{model_name="llama"} 3
# TYPE vllm:prompt_tokens_total counter
vllm:prompt_tokens_total{model_name="llama"} 1000
this line is broken {
my_own_metric 1
`;

describe('check --page', () => {
  it('tells what is made of a page', async () => {
    const { code, lines } = await checked({ page: file('vllm.prom', VLLM) });
    expect(code).toBe(0);
    expect(lines[0]).toBe(`${join(folder, 'vllm.prom')}: accepted`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'exporters: vllm',
        'samples: 3 of 3 metrics',
        expect.stringMatching(/^signals of model \(1 seen\): .*tokens\.input/),
        'skipped lines: 1',
        expect.stringMatching(/^ {2}line 5: .*: this line is broken \{$/),
        'unknown metrics: 1: my_own_metric',
      ]),
    );
  });

  it('rejects with --strict what Prometheus rejects', async () => {
    const { code, lines } = await checked({ page: file('vllm.prom', VLLM), strict: true });
    expect(code).toBe(1);
    expect(lines[0]).toContain('rejected: ');
  });

  it('heeds the content type', async () => {
    const page = file('open.prom', '# TYPE a counter\na_total 1\n# EOF\n');
    const contentType = 'application/openmetrics-text; version=1.0.0';
    expect((await checked({ page, contentType, strict: true })).code).toBe(0);
    expect((await checked({ page: file('cut.prom', 'a 1\n'), contentType, strict: true })).code).toBe(1);
  });

  it('accepts an empty page, and no page of which nothing is a sample', async () => {
    expect((await checked({ page: file('empty.prom', '') })).code).toBe(0);
    expect(await checked({ page: file('html.prom', '<html>\n<body>\n') })).toMatchObject({
      code: 1,
      lines: expect.arrayContaining([
        expect.stringContaining('rejected: not one line of it is a sample'),
        'exporters: none recognised',
        'signals: none',
      ]),
    });
  });
});
