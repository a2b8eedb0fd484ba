import { type Clock, SYSTEM_CLOCK } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import type { Page } from '../../src/core/model/page.ts';
import { Scraper } from '../../src/scrape/scraper.ts';
import type { TargetStatus } from '../../src/scrape/target-status.ts';
import { FakeExporter, FakeSocketServer } from '../fakes/exporter.ts';

let exporter: FakeExporter;
let smtp: FakeSocketServer;
beforeAll(async () => {
  exporter = await FakeExporter.start();
  smtp = await FakeSocketServer.start('220 mail.example ESMTP\r\n');
});
afterAll(async () => {
  await exporter.close();
  await smtp.close();
});

/** Waits for no moment: a target's first scrape comes at once. */
const HASTY_CLOCK: Clock = { ...SYSTEM_CLOCK, sleep: (_, signal) => SYSTEM_CLOCK.sleep(1, signal) };

interface Scraped {
  readonly page: Page;
  readonly status: TargetStatus;
}

/** The first page of a target that is scraped under a configuration, and what is known of the target then. */
async function scrape(address: string, lines: readonly string[] = [], more = ''): Promise<Scraped> {
  const fields = lines.map((line) => `    ${line}\n`).join('');
  const yaml = `${more}scrape_configs:\n  - job_name: j\n${fields}    static_configs: [{ targets: ['${address}'] }]\n`;
  const { config } = parseConfig(yaml, 'gauger.yaml', { environment: {} });
  const scraper = new Scraper(config, HASTY_CLOCK);
  const page = await new Promise<Page>((resolve) => scraper.start({ accept: resolve }));
  const [status] = scraper.targets();
  await scraper.stop();
  return { page, status: status! };
}

const at = (path: string, ...more: string[]) =>
  scrape(exporter.address, [`metrics_path: ${path}`, 'body_size_limit: 2MB', ...more]);

describe('a hostile target', () => {
  it.each([
    ['/hang', 'timeout', 'no complete answer within 100ms'],
    ['/drip', 'timeout', 'no complete answer within 100ms'],
    ['/huge', 'body_too_large', 'the page is larger than 2MB (body_size_limit)'],
    ['/huge-announced', 'body_too_large', 'the page is larger than 2MB (body_size_limit)'],
    ['/gzip-bomb', 'body_too_large', 'the page is larger than 2MB (body_size_limit)'],
    ['/gzip-garbage', 'unreadable', 'the body is not the gzip that it claims to be'],
    ['/gzip-cut', 'truncated', 'the gzip body ends too early'],
    ['/brotli', 'unreadable', 'the target answered in a Content-Encoding that was not asked for; only gzip is read'],
    ['/error', 'http_status', 'the target answered with HTTP status 500'],
    ['/nowhere', 'http_status', 'the target answered with HTTP status 404'],
    ['/basic', 'http_status', 'the target answered with HTTP status 401'],
    ['/truncated', 'truncated', 'the connection closed before the end of the body'],
    ['/truncated-chunk', 'truncated', 'the connection closed before the end of the body'],
    [
      '/redirect-away',
      'http_status',
      'the target redirects (HTTP status 302) to another host, which is not followed; scrape that one itself',
    ],
    [
      '/redirect-to-metadata',
      'http_status',
      'the target redirects (HTTP status 302) to another host, which is not followed; scrape that one itself',
    ],
    ['/redirect-forever', 'http_status', 'the target redirects more than 10 times'],
  ])('%s is down: %s', async (path, reason, error) => {
    const { page, status } = await at(path, ...(reason === 'timeout' ? ['scrape_timeout: 100ms'] : []));
    expect(page).toMatchObject({ up: false, reason, target: { job: 'j', instance: exporter.address } });
    expect(status).toMatchObject({ health: 'down', reason, error });
  });

  it.each(['/huge', '/huge-announced', '/gzip-bomb', '/drip'])(
    '%s is not listened to any longer than it must be',
    async (path) => {
      exporter.answered.length = 0;
      await at(path, ...(path === '/drip' ? ['scrape_timeout: 100ms'] : []));
      // The connection is cut: the rest of the 100 MB was never taken.
      await exporter.hungUp(path);
      expect(exporter.answered).not.toContain(path);
    },
  );

  it('that takes all the memory there is for pages gives way', async () => {
    const { status } = await scrape(exporter.address, ['metrics_path: /huge'], 'limits: { bodies_under_way: 3MB }\n');
    expect(status).toMatchObject({
      reason: 'body_too_large',
      error: 'pages under way together passed limits.bodies_under_way, and this was the largest',
    });
  });

  it('that sends garbage is up: what the bytes mean is for the parser to say', async () => {
    expect((await at('/garbage')).page).toMatchObject({ up: true, body: Buffer.from([0, 255, 254, 10, 0x80, 10]) });
  });

  it('that speaks no HTTP is unreadable', async () => {
    expect((await scrape(smtp.address)).status).toMatchObject({
      reason: 'unreadable',
      error: 'the answer is not HTTP',
    });
  });

  it('that is not there refuses the connection', async () => {
    const gone = await FakeExporter.start();
    await gone.close();
    expect((await scrape(gone.address)).status).toMatchObject({
      reason: 'connection_refused',
      error: 'the connection was refused',
    });
  });

  it('that has no such name fails at the name', async () => {
    expect((await scrape('no-such-host.invalid:80')).page).toMatchObject({ up: false, reason: 'dns' });
  });

  it.each(['169.254.169.254', '[fe80::1]:80', '[fd00:ec2::254]:80', '[::ffff:169.254.169.254]:80', '2852039166'])(
    'at %s, where clouds keep credentials, is not asked',
    async (address) => {
      const { status } = await scrape(address);
      expect(status).toMatchObject({
        reason: 'refused_address',
        error: expect.stringContaining('limits.link_local_targets'),
      });
    },
  );

  it('that speaks http on an https port fails at TLS', async () => {
    expect((await scrape(exporter.address, ['scheme: https'])).page).toMatchObject({ up: false, reason: 'tls' });
  });

  it('delays no other target', async () => {
    const yaml = `scrape_configs:
  - { job_name: slow, metrics_path: /hang, scrape_interval: 10s, static_configs: [{ targets: ['${exporter.address}'] }] }
  - { job_name: good, scrape_interval: 20ms, static_configs: [{ targets: ['${exporter.address}'] }] }\n`;
    const { config } = parseConfig(yaml, 'gauger.yaml', { environment: {} });
    const scraper = new Scraper(config, HASTY_CLOCK);
    const jobs: string[] = [];
    await new Promise<void>((resolve) => {
      scraper.start({
        accept: ({ target }) => {
          jobs.push(target['job'] ?? '');
          if (jobs.length === 10) resolve();
        },
      });
    });
    await scraper.stop();
    expect(jobs).toEqual(Array.from({ length: 10 }, () => 'good'));
  });
});

describe('a good target', () => {
  it.each(['/metrics', '/gzip', '/redirect'])('%s gives its page', async (path) => {
    const { page, status } = await at(path);
    expect(page).toMatchObject({
      up: true,
      body: Buffer.from(exporter.body),
      contentType: expect.stringContaining('0.0.4'),
    });
    expect(status).toMatchObject({ health: 'up', lastBodyBytes: exporter.body.length });
  });

  it('is asked as Prometheus asks', async () => {
    exporter.requests.length = 0;
    await at('/metrics');
    expect(exporter.requests[0]?.headers).toMatchObject({
      accept: expect.stringContaining('application/openmetrics-text;version=1.0.0,'),
      'accept-encoding': 'gzip',
      'x-prometheus-scrape-timeout-seconds': '10',
      'user-agent': expect.stringMatching(/^Gauger\//),
    });
  });

  it.each([
    ['/basic', 'basic_auth: { username: ana, password: s3cret }'],
    ['/bearer', 'authorization: { credentials: t0ken }'],
    ['/bearer', 'bearer_token: t0ken'],
  ])('%s takes %s', async (path, auth) => {
    expect((await scrape(exporter.address, [`metrics_path: ${path}`, auth])).page.up).toBe(true);
  });
});
