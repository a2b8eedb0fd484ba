import { FakeHistoryServer } from '../../test/fakes/history-server.ts';
import { parseConfig } from '../config/load-config.ts';
import { readHistory } from './history.ts';
import { PrometheusApi } from './prometheus-api.ts';

const HOUR_MS = 3_600_000;
/** A full hour. */
const TO_MS = 494_444 * HOUR_MS;

let server: FakeHistoryServer;
beforeEach(async () => {
  server = await FakeHistoryServer.start();
});
afterEach(() => server.close());

/** Reads so many hours; what came: a line a piece, and why it ended early. */
async function read(hours: number, more = '', stopAfter = Number.POSITIVE_INFINITY) {
  const yaml = `warm_start: { url: '${server.url}', timeout: 300ms${more} }`;
  const { warmStart } = parseConfig(yaml, 'gauger.yaml', { environment: {} }).config;
  const controller = new AbortController();
  const api = new PrometheusApi(warmStart!, { linkLocal: false, signal: controller.signal });
  const isWanted = (name: string) => name !== 'unwanted';
  const range = { fromMs: TO_MS - hours * HOUR_MS, toMs: TO_MS, stepMs: warmStart!.stepMs };
  const pieces: string[] = [];
  for await (const step of readHistory(api, { ...range, isWanted, signal: controller.signal })) {
    if (!step.ok) pieces.push(step.detail.replace(server.url, 'server'));
    else {
      const { fromMs, toMs, series } = step.chunk;
      const points = series.map(({ metric, values }) => `${metric['__name__']} ${values.length}`);
      pieces.push(`${(fromMs - TO_MS) / HOUR_MS}..${((toMs - TO_MS) / HOUR_MS).toFixed(2)} ${points.join(' ')}`);
    }
    if (pieces.length >= stopAfter) controller.abort();
  }
  await api.close();
  return pieces;
}

describe('readHistory', () => {
  it('reads the wanted metrics piece by piece, from old to new', async () => {
    expect(await read(7, ', step: 2m')).toEqual(['-7..0.00 up 211 a 211 b 211']);
    expect(await read(7)).toEqual([
      '-7..-4.02 up 180 a 180 b 180',
      '-4..-1.02 up 180 a 180 b 180',
      '-1..0.00 up 61 a 61 b 61',
    ]);
    expect(server.asked).toEqual([
      'names ',
      '211 steps of up a b',
      'names ',
      // More than the server gives at once.
      '360 steps of up a b',
      '180 steps of up a b',
      '180 steps of up a b',
      '61 steps of up a b',
    ]);
  });

  it('asks for fewer metrics where a single step is too much', async () => {
    server.names = Array.from({ length: 40 }, (_, i) => `m${i}`);
    server.tooMany = 30;
    const pieces = await read(1, ', step: 30m');
    expect(pieces.map((piece) => piece.split(' ').length)).toEqual([81, 81, 81]);
    expect(new Set(server.asked.map((asked) => asked.split(' ')[0]))).toEqual(new Set(['names', '3', '2', '1']));
  });

  it('reads what the matchers choose, with its credentials', async () => {
    await read(1, `, match: 'cluster="a"', authorization: { credentials: t0ken }`);
    expect(server.asked[0]).toBe('names {cluster="a"}');
    expect(server.queries[0]).toBe('{__name__=~"up|a|b",cluster="a"}');
    expect(new Set(server.authorizations)).toEqual(new Set(['Bearer t0ken']));
  });

  it('asks again where the server is away for a moment', async () => {
    server.refuse = { times: 1, status: 503 };
    expect(await read(1)).toEqual(['-1..0.00 up 61 a 61 b 61']);
  });

  it.each([
    [401, 'server: the target answered with HTTP status 401'],
    [404, 'server: the target answered with HTTP status 404'],
  ])('gives up at once with status %i', async (status, detail) => {
    server.refuse = { times: 1, status };
    expect(await read(1)).toEqual([detail]);
  });

  it('gives up where nothing is little enough', async () => {
    server.tooMany = 0;
    expect(await read(1, ', step: 30m')).toEqual(['server: the target answered with HTTP status 422']);
    expect(server.asked.at(-1)).toBe('1 steps of up');
  });

  it('gives up a server that never answers', async () => {
    server.hangs = true;
    server.names = ['up'];
    expect(await read(1, ', step: 1h')).toEqual(['server: no complete answer within 300ms']);
    // It waits for each of them: none may be asked for twice.
    expect(server.asked).toEqual(['names ', '2 steps of up', '1 steps of up']);
  });

  it.each(['<html>', '{}', '{"status":"success","data":{"resultType":"vector","result":[]}}'])(
    'does not believe %s',
    async (answer) => {
      server.answer = answer;
      expect(await read(1)).toEqual(['server: the answer to query_range is not Prometheus’']);
    },
  );

  it('ends when it is told to', async () => {
    expect(await read(7, '', 1)).toHaveLength(1);
  });
});
