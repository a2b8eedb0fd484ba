import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';

// npm run screenshots: the console as it looks while the demo's attacks go on, into docs/images.

const FOLDER = 'docs/images';
/** As many as the demo stages. */
const ATTACKS = 8;
const WAIT_MS = 2_000;
const LOOKS_MAXIMUM = 300;
/** A minute more for the charts to show something. */
const COURSE_MS = 60_000;

interface Alert {
  readonly id: string;
  readonly detector: string;
}

interface Shot {
  readonly name: string;
  readonly address: string;
  /** What is there once the page is loaded. */
  readonly content: string;
  readonly width: number;
  readonly height: number;
}

const demo = spawn(process.execPath, ['dist/cli.js', 'demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const url = await consoleUrl();
  const alerts = await firing(url);
  await acknowledge(url, alerts);
  await pause(COURSE_MS);
  mkdirSync(FOLDER, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    for (const shot of shots(alerts)) await shoot(browser, url, theme, shot);
  }
} finally {
  await browser.close();
  demo.kill('SIGINT');
  await once(demo, 'exit');
}

function shots(alerts: readonly Alert[]): Shot[] {
  const wide = { width: 1280, height: 860 };
  const narrow = { width: 390, height: 844 };
  const spend = encodeURIComponent('cost.rate|tenant{tenant="knowledge-base"}');
  const id = alerts.find(({ detector }) => detector === 'cost-spike')?.id ?? alerts[0]?.id;
  return [
    { name: 'console', address: '#/', content: '.usage td', ...wide },
    { name: 'alert', address: `#/alerts/${id}`, content: '.chart canvas', ...wide },
    { name: 'signals', address: '#/signals', content: '.signals td', ...wide },
    { name: 'signal', address: `#/signals/${spend}`, content: '.week rect, .chart canvas', ...wide },
    { name: 'detectors', address: '#/detectors', content: '.stacked td', ...wide },
    { name: 'targets', address: '#/targets', content: '.stacked td', ...wide },
    { name: 'phone', address: '#/', content: '.usage td', ...narrow },
    { name: 'phone-alert', address: `#/alerts/${id}`, content: '.chart canvas', ...narrow },
  ];
}

async function shoot(browser: Browser, url: string, theme: 'light' | 'dark', shot: Shot): Promise<void> {
  const { name, address, content, width, height } = shot;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  await page.goto(url + address);
  await page.locator(content).first().waitFor();
  await pause(WAIT_MS);
  await page.screenshot({ path: `${FOLDER}/${name}-${theme}.png` });
  await context.close();
}

/** The address that the demo prints once the cluster's past has been learnt. */
function consoleUrl(): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    demo.stdout.on('data', (text) => {
      said += text;
      const url = /console +(http\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    demo.once('exit', () => reject(new Error('the demo ended before it told its address')));
  });
}

async function firing(url: string): Promise<readonly Alert[]> {
  for (let look = 0; look < LOOKS_MAXIMUM; look++) {
    const answer = await fetch(`${url}api/v1/alerts?state=firing`);
    const { items }: { items: Alert[] } = JSON.parse(await answer.text());
    if (items.length >= ATTACKS) return items;
    await pause(WAIT_MS);
  }
  throw new Error('the attacks of the demo did not all raise an alert');
}

/** Somebody is at work already. */
async function acknowledge(url: string, alerts: readonly Alert[]): Promise<void> {
  const one = alerts.find(({ detector }) => detector === 'output-exfiltration');
  await fetch(`${url}api/v1/alerts/${one?.id}/acknowledgement`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ comment: 'asking the team of contract-search' }),
  });
}
