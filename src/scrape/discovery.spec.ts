import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '../../test/fakes/manual-clock.ts';
import type { Labels } from '../core/model/labels.ts';
import { BodyBudget } from './body-budget.ts';
import type { Discovery } from './discovery.ts';
import { FileDiscovery } from './file-discovery.ts';
import { HttpDiscovery } from './http-discovery.ts';

/** What a discovery says next, in order. */
class Listener {
  private readonly said: (readonly Labels[] | string)[] = [];
  private readonly waiting: ((said: readonly Labels[] | string) => void)[] = [];

  found(targets: readonly Labels[]): void {
    this.say(targets);
  }

  failed(reason: string): void {
    this.say(reason);
  }

  next(): Promise<readonly Labels[] | string> {
    const said = this.said.shift();
    return said === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(said);
  }

  get silent(): boolean {
    return this.said.length === 0;
  }

  private say(what: readonly Labels[] | string): void {
    const waiting = this.waiting.shift();
    if (waiting === undefined) this.said.push(what);
    else waiting(what);
  }
}

/** Lets time pass for a discovery that waits, and what it then does come to its end: reading files takes its own time. */
async function pass(clock: ManualClock, durationMs: number): Promise<void> {
  const waits = async () => {
    while (clock.sleeping === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  await waits();
  await clock.pass(durationMs);
  await waits();
}

let running: Discovery | undefined;
afterEach(() => running?.stop());

describe('FileDiscovery', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauger-sd-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function start(...files: string[]): { readonly listener: Listener; readonly clock: ManualClock } {
    const clock = new ManualClock();
    const listener = new Listener();
    running = new FileDiscovery({ files: files.map((file) => join(folder, file)), refreshIntervalMs: 300_000 }, clock);
    running.start(listener);
    return { listener, clock };
  }

  it('reads JSON and YAML, follows changes, and keeps the last good targets of a file that breaks', async () => {
    const json = join(folder, 'a.slow.json');
    writeFileSync(json, '[{ "targets": ["h:1", "h:2"], "labels": { "foo": "bar" } }, { "targets": ["my.domain"] }]');
    writeFileSync(join(folder, 'b.yml'), "- targets: ['y:1']\n");
    writeFileSync(join(folder, 'c.json'), 'not looked at');
    const { listener, clock } = start('*.slow.json', 'b.yml');
    const yaml = { __address__: 'y:1', __meta_filepath: join(folder, 'b.yml') };
    expect(await listener.next()).toEqual([
      { __address__: 'h:1', foo: 'bar', __meta_filepath: json },
      { __address__: 'h:2', foo: 'bar', __meta_filepath: json },
      { __address__: 'my.domain', __meta_filepath: json },
      yaml,
    ]);

    await pass(clock, 5_000);
    writeFileSync(json, '[{ "targets": ["h:3"] }]');
    await pass(clock, 5_000);
    expect(await listener.next()).toEqual([{ __address__: 'h:3', __meta_filepath: json }, yaml]);

    writeFileSync(json, '[{ "targets": ["h:4"] }, null]');
    await pass(clock, 5_000);
    expect(await listener.next()).toEqual([{ __address__: 'h:3', __meta_filepath: json }, yaml]);
    expect(await listener.next()).toBe(`${json}:1:26: [1]: must be a map of keys`);

    rmSync(json);
    await pass(clock, 5_000);
    expect(await listener.next()).toEqual([yaml]);
    await pass(clock, 60_000);
    expect(listener.silent).toBe(true);
  });

  it.each([
    ['[{ "targets": "h:1" }]', '1:4: [0].targets: must be a list'],
    ['[{ "targets": ["h:1"], "lables": {} }]', '1:24: [0].lables: unknown key; did you mean labels?'],
    ['{ "targets": ["h:1"] }', '1:1: must be a list'],
    ['[', '1:2: '],
  ])('says what is wrong with %s', async (text, problem) => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, text);
    const { listener } = start('wrong.json');
    expect(await listener.next()).toEqual([]);
    expect(await listener.next()).toContain(`${file}:${problem}`);
  });

  it('tells of a file that is missing, and takes it when it comes', async () => {
    const { listener, clock } = start('later.json');
    expect(await listener.next()).toEqual([]);
    expect(await listener.next()).toBe(`${join(folder, 'later.json')}: cannot be read (ENOENT)`);
    writeFileSync(join(folder, 'later.json'), '[{ "targets": ["h:1"] }]');
    await pass(clock, 5_000);
    expect(await listener.next()).toMatchObject([{ __address__: 'h:1' }]);
  });

  it('tells of a file that may not be read', async () => {
    mkdirSync(join(folder, 'folder.json'));
    const { listener } = start('folder.json');
    expect(await listener.next()).toEqual([]);
    expect(await listener.next()).toBe(`${join(folder, 'folder.json')}: cannot be read (EISDIR)`);
  });
});

describe('HttpDiscovery', () => {
  let server: Server;
  let url: string;
  const answer = { status: 200, type: 'application/json; charset=utf-8', body: '[]' };
  const asked: unknown[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.headers['x-prometheus-refresh-interval-seconds']);
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/sd?token=x`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('asks again every interval, and keeps the last answer while the server fails', async () => {
    const clock = new ManualClock();
    const listener = new Listener();
    const http = { followRedirects: true, headers: [] };
    running = new HttpDiscovery(
      { url, refreshIntervalMs: 60_000, http },
      { clock, budget: new BodyBudget(1e6), linkLocal: false },
    );
    answer.body = '[{ "targets": ["h:1"], "labels": { "__meta_datacenter": "bru1" } }]';
    running.start(listener);
    const shown = url.replace('token=x', 'token=%3Csecret%3E');
    expect(await listener.next()).toEqual([{ __address__: 'h:1', __meta_datacenter: 'bru1', __meta_url: shown }]);

    for (const [change, problem] of [
      [{ status: 503 }, 'the target answered with HTTP status 503'],
      [{ status: 200, type: 'text/html' }, 'the answer’s Content-Type is not application/json'],
      [{ type: 'application/json', body: '[3]' }, 'answer:1:2: [0]: must be a map of keys'],
    ] as const) {
      Object.assign(answer, change);
      await pass(clock, 60_000);
      expect(await listener.next()).toBe(`${shown}: ${problem}`);
    }
    answer.body = '[]';
    await pass(clock, 60_000);
    expect(await listener.next()).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['60']));
  });
});
