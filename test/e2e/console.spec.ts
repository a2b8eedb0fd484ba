import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { ApiModule } from '../../src/api/api.module.ts';
import { Secret } from '../../src/config/secret.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { startHttpApp } from '../fakes/http-app.ts';
import { accessibilityProblems, HAS_CHROMIUM, launchBrowser, openPage } from './browser.ts';
import { WatchedCluster } from './watched-cluster.ts';

/** A browser and half a day of a cluster, on a machine that has other work. */
const START_TIMEOUT_MS = 180_000;
const BUNDLE_MAXIMUM_BYTES = 150_000;

it('is small', () => {
  const files = readdirSync('dist/console', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map(({ parentPath, name }) => gzipSync(readFileSync(`${parentPath}/${name}`)).length);
  expect(bytes.length).toBeGreaterThan(2);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUNDLE_MAXIMUM_BYTES);
});

if (!HAS_CHROMIUM) console.log('skipped: the console in a browser, for /usr/bin/chromium is not on this machine');
const describeBrowser = HAS_CHROMIUM ? describe : describe.skip;

describeBrowser('in a browser', () => {
  let test: TestDatabase;
  let cluster: WatchedCluster;
  let browser: Browser;
  let page: Page;
  let wrong: string[];

  beforeAll(async () => {
    test = await openTestDatabase();
    [cluster, browser] = await Promise.all([WatchedCluster.start(test.url), launchBrowser()]);
    ({ page, wrong } = await openPage(browser));
    await page.goto(`${cluster.url}/`);
  }, START_TIMEOUT_MS);

  afterEach(() => expect(wrong).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    await cluster?.close();
    await test?.close();
  });

  it('shows a quiet cluster as it is', async () => {
    await page.getByText('All is as usual').waitFor();
    await page.getByRole('link', { name: 'knowledge-base' }).waitFor();
    await page.getByRole('link', { name: /gpu-node-1 GPU 0: \d+ % memory, .* busy, ai-serving\/vllm/ }).waitFor();
    await page.getByText('15 of 15 see what they need').waitFor();
    await page.getByText('13 of 13').waitFor();
  });

  it('shows an attack when it happens, and says it aloud, without a reload', async () => {
    await page.evaluate('window.sameDocument = true');
    cluster.attack('stolen-key', 'onboarding-bot');
    await page.getByRole('link', { name: /Tenant onboarding-bot spends/ }).waitFor();
    await page.getByText(/New \w+ alert: Tenant onboarding-bot spends/).waitFor({ state: 'attached' });
    expect(await page.title()).toBe('(1) Gauger');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
  });

  it('explains the alert', async () => {
    await page.getByRole('link', { name: /Tenant onboarding-bot spends/ }).click();
    await page.getByRole('heading', { level: 1, name: /Tenant onboarding-bot spends/ }).waitFor();
    await page.getByText('more requests').first().waitFor();
    await page
      .getByRole('link', { name: /^AML\.T0034/ })
      .first()
      .waitFor();
    await page.locator('.chart canvas').waitFor();
  });

  it('acknowledges', async () => {
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('local looks after it').waitFor();
    await page.getByRole('button', { name: 'Take acknowledgement back' }).waitFor();
  });

  it('silences, and says who did and why', async () => {
    await page.getByRole('button', { name: 'Silence' }).click();
    const dialog = page.getByRole('dialog', { name: 'Silence' });
    await dialog.getByLabel('For').selectOption('4 hours');
    await dialog.getByLabel('Why').fill('load test of onboarding-bot');
    await dialog.getByRole('button', { name: 'Silence' }).click();
    await page.getByText(/Silenced by local, ends .*: load test of onboarding-bot/).waitFor();
    expect(await dialog.count()).toBe(0);
    const { items } = JSON.parse(await (await fetch(`${cluster.url}/api/v1/silences`)).text());
    expect(items[0].matchers).toMatchObject([
      { name: 'alertname', value: 'cost-spike' },
      { name: 'tenant', value: 'onboarding-bot' },
    ]);
  });

  it('takes a verdict, and Escape takes nothing', async () => {
    const open = () => page.getByRole('button', { name: 'Verdict' }).click();
    await open();
    await page.getByLabel(/^False/).check();
    await page.keyboard.press('Escape');
    expect(await page.getByText('called it false').count()).toBe(0);
    await open();
    await page.getByLabel(/^Planned/).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('local called it planned').waitFor();
    await page.getByText('A verdict was given').waitFor();
  });

  it.each([
    ['light', undefined],
    // The rules that look at colours; the others have looked at the same page already.
    ['dark', ['color-contrast', 'link-in-text-block']],
  ] as const)('can be used by everybody in the %s theme', async (colorScheme, rules) => {
    await page.emulateMedia({ colorScheme });
    const problems: string[] = [];
    for (const [address, content] of await places()) {
      await page.goto(`${cluster.url}/${address}`);
      await page.locator(content).first().waitFor();
      problems.push(...(await accessibilityProblems(page, rules)).map((problem) => `${address} ${problem}`));
    }
    expect(problems).toEqual([]);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const wide: string[] = [];
    for (const [address, content] of await places()) {
      await page.goto(`${cluster.url}/${address}`);
      await page.locator(content).first().waitFor();
      if (await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')) wide.push(address);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(wide).toEqual([]);
  });

  it('is used by keyboard, from the skip link to the search', async () => {
    await page.goto(`${cluster.url}/#/signals`);
    await page.reload();
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement?.id')).toBe('main');
    await page.keyboard.press('Tab');
    await page.keyboard.type('gpu.power node-2 GPU 5');
    await page.getByText('1 signal', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'gpu.power' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'gpu.power of gpu-node-2 GPU 5' }).waitFor();
  });

  it('keeps the theme that a person chose', async () => {
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await ground();
    await page.getByRole('button', { name: /^Theme: system/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    await page.reload();
    await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
    expect(await ground()).not.toBe(light);
  });

  it('lets in who has the token, and nobody else', async () => {
    const guarded = await startHttpApp([ApiModule], { token: new Secret({ text: 'open-sesame' }) });
    const { page: other, wrong: otherWrong } = await openPage(browser);
    await other.goto(`${guarded.url}/`);
    await other.getByLabel('Token').fill('close-sesame');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('This token is not accepted').waitFor();
    expect(await accessibilityProblems(other)).toEqual([]);
    await other.getByLabel('Token').fill('open-sesame');
    await other.getByLabel('Token').press('Enter');
    await other.getByText('Nothing is watched').waitFor();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByLabel('Token').waitFor();
    expect(await other.evaluate('sessionStorage.length')).toBe(0);
    expect(otherWrong).toEqual([]);
    await other.context().close();
    await guarded.close();
  });

  /** Every page with what it shows once it is loaded. */
  async function places(): Promise<[string, string][]> {
    const answer = await fetch(`${cluster.url}/api/v1/alerts?limit=1`);
    const { items }: { items: { id: string }[] } = JSON.parse(await answer.text());
    return [
      ['#/', '.usage td'],
      [`#/alerts/${items[0]?.id}`, '.chart canvas'],
      ['#/signals?search=gpu.power', '.signals td'],
      [`#/signals/${encodeURIComponent('cost.rate|tenant{tenant="onboarding-bot"}')}`, '.chart canvas'],
      ['#/detectors', 'td'],
      ['#/targets', 'td'],
      ['#/nowhere', 'h1'],
    ];
  }
});
