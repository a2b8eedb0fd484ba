// Asks a real Prometheus, which has scraped a running demo for two minutes, every question of the dashboards and of the rules: each is read, and
// each has an answer but for those about what the demo's cluster does not have.
//
//   npm run build && node .ci/dashboards.mjs
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The demo has no secret store and no receiver; nothing fails in it, and its GPUs are never too hot. */
const ABSENT = /secretMount|gauger_outbox|gauger_notifications|outcome!="up"|gpu\.throttled/;
const WATCH_SECONDS = 120;

const work = mkdtempSync(join(tmpdir(), 'gauger-dashboards-'));
const children = [];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

function start(program, words) {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore'] });
  children.push(child);
}

async function until(url) {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(500);
  }
  throw new Error(`nothing answers at ${url}`);
}

function questions() {
  return readdirSync('dashboards/json').flatMap((file) => {
    const { panels } = JSON.parse(readFileSync(join('dashboards/json', file), 'utf8'));
    return panels.flatMap(({ title, targets = [] }) =>
      targets.filter(({ expr }) => expr !== undefined).map(({ expr }) => ({ title: `${file} ${title}`, expr })),
    );
  });
}

/** Grafana's variables, as a person would set them while looking at the attack. */
function asAsked(expr) {
  return expr
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$signal', 'cost.rate')
    .replaceAll('$entity', 'onboarding-bot')
    .replaceAll('$tenant', 'onboarding-bot');
}

/** Over the whole time: some things are only there for a while. */
async function ask(base, expr, fromMs) {
  const range = { query: asAsked(expr), start: `${fromMs / 1000}`, end: `${Date.now() / 1000}`, step: '5' };
  const answer = await fetch(`${base}/api/v1/query_range?${new URLSearchParams(range)}`);
  const { status, error, data } = await answer.json();
  if (status !== 'success') throw new Error(`${expr}: ${error}`);
  return data.result.length;
}

async function run() {
  const [port, prometheusPort] = [await freePort(), await freePort()];
  const config = join(work, 'prometheus.yml');
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '5s', evaluation_interval: '5s' },
      rule_files: [resolve('dashboards/gauger.rules.yaml')],
      scrape_configs: [
        { job_name: 'gauger', honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
      ],
    }),
  );
  start(process.execPath, ['dist/cli.js', 'demo', '--json', '--port', `${port}`]);
  await until(`http://127.0.0.1:${port}/health/live`);
  const fromMs = Date.now();
  const storage = `--storage.tsdb.path=${join(work, 'data')}`;
  start('prometheus', [`--config.file=${config}`, storage, `--web.listen-address=127.0.0.1:${prometheusPort}`]);
  const base = `http://127.0.0.1:${prometheusPort}`;
  await until(`${base}/-/ready`);
  await pause(WATCH_SECONDS * 1000);
  const empty = [];
  const all = questions();
  for (const { title, expr } of all) {
    if ((await ask(base, expr, fromMs)) === 0 && !ABSENT.test(expr)) empty.push(`${title}: ${expr}`);
  }
  const rules = await (await fetch(`${base}/api/v1/rules`)).json();
  const sick = rules.data.groups.flatMap((group) => group.rules).filter(({ health }) => health !== 'ok');
  console.log(`${all.length} questions asked, ${empty.length} without an answer, ${sick.length} rules not evaluated`);
  for (const line of [...empty, ...sick.map(({ name, lastError }) => `${name}: ${lastError}`)]) console.log(line);
  return empty.length + sick.length;
}

if (execFileSync('bash', ['-c', 'command -v prometheus || true']).length === 0) {
  console.log('skipped: prometheus is not on this machine');
} else {
  try {
    process.exitCode = (await run()) === 0 ? 0 : 1;
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(
      children.map((child) => (child.exitCode === null ? new Promise((done) => child.once('exit', done)) : undefined)),
    );
    rmSync(work, { recursive: true });
  }
}
