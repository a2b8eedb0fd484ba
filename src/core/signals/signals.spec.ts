import { Scraped } from '../../../test/fakes/scraped.ts';

const GATEWAY = { job: 'litellm', instance: 'gateway:4000' };
const VLLM_A = { job: 'vllm', instance: '10.0.0.1:8000', namespace: 'serving', pod: 'llama-a' };
const VLLM_B = { job: 'vllm', instance: '10.0.0.2:8000', namespace: 'serving', pod: 'llama-b' };
const ACME = { tenant: 'acme' };
const LLAMA = { model: 'llama' };
const POD_A = { namespace: 'serving', pod: 'llama-a' };

const requests = (value: number | string, tenant = 'acme') =>
  `litellm_proxy_total_requests_metric_total{team_alias="${tenant}",requested_model="llama",status_code="200"} ${value}`;
const generated = (value: number | string) => `vllm:generation_tokens_total{model_name="llama",engine="0"} ${value}`;

describe('rates', () => {
  it('says nothing on the first page, then the increase over the time between the pages', () => {
    const scraped = new Scraped().page(GATEWAY, 0, [requests(100)]).tick(0);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBeNaN();
    scraped.page(GATEWAY, 30, [requests(160)]).tick(30);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(2);
  });

  it('adds up several pages within one tick', () => {
    const scraped = new Scraped().page(GATEWAY, 0, [requests(0)]).tick(0);
    scraped
      .page(GATEWAY, 5, [requests(10)])
      .page(GATEWAY, 10, [requests(10)])
      .page(GATEWAY, 15, [requests(15)])
      .tick(15);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it('holds the rate of a target that is scraped less often than ticks come, and says that it is not new', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(0)])
      .page(GATEWAY, 60, [requests(60)])
      .tick(60);
    expect(scraped.isFresh('requests.rate', 'tenant', ACME)).toBe(true);
    scraped.tick(75);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
    expect(scraped.isFresh('requests.rate', 'tenant', ACME)).toBe(false);
  });

  it('counts a fallen counter from 0', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(1000)])
      .page(GATEWAY, 10, [requests(20)])
      .tick(10);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(2);
  });

  it('counts a series that is new to a known target from 0', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(5)])
      .page(GATEWAY, 10, [requests(5), requests(30, 'new')])
      .tick(10);
    expect(scraped.value('requests.rate', 'tenant', { tenant: 'new' })).toBe(3);
  });

  it('tells the rate of a young process on its first page', () => {
    const page = (start: number) => [`process_start_time_seconds ${start}`, generated(600)];
    const rate = (start: number) =>
      new Scraped().page(VLLM_A, 1_000, page(start)).tick(1_000).value('tokens.output', 'pod', POD_A);
    expect(rate(940)).toBe(10);
    expect(rate(100)).toBeNaN();
    expect(rate(1_000)).toBeNaN();
    const waited = new Scraped().failed(VLLM_A, 980).page(VLLM_A, 1_000, page(1_000)).tick(1_000);
    expect(waited.value('tokens.output', 'pod', POD_A)).toBe(30);
  });

  it('spreads what a gap hid over the gap', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(0)])
      .failed(GATEWAY, 30)
      .failed(GATEWAY, 60);
    scraped.page(GATEWAY, 90, [requests(90)]).tick(90);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it('makes no spike of a series that comes back', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(1000)])
      .page(GATEWAY, 10, [requests(1010)])
      .tick(10);
    scraped.page(GATEWAY, 20, ['process_start_time_seconds 1']).tick(20);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBeNaN();
    scraped.page(GATEWAY, 30, [requests(1030)]).tick(30);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it('takes up a gateway whose restart dropped every series', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(500)])
      .page(GATEWAY, 10, [requests(510)])
      .tick(10);
    scraped
      .page(GATEWAY, 20, ['process_start_time_seconds 1'])
      .page(GATEWAY, 30, [requests(10)])
      .tick(30);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(0.5);
    scraped.page(GATEWAY, 40, [requests(20)]).tick(40);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it('does not take a cut number on a cut page for a restart', () => {
    const scraped = new Scraped().page(GATEWAY, 0, [requests(12345)]).page(GATEWAY, 10, [requests(12)]);
    const partial = new Scraped().page(GATEWAY, 0, [requests(12345)]).page(GATEWAY, 10, [requests(12), 'cut{a="']);
    for (const each of [scraped, partial]) each.page(GATEWAY, 20, [requests(12365)]).tick(20);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBeGreaterThan(100);
    expect(partial.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it.each(['NaN', '+Inf'])('leaves %s out', (value) => {
    const scraped = new Scraped().page(GATEWAY, 0, [requests(0)]).page(GATEWAY, 10, [requests(value)]);
    scraped.page(GATEWAY, 20, [requests(20)]).tick(20);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it('ignores a page that is not newer', () => {
    const scraped = new Scraped().page(GATEWAY, 0, [requests(0)]).page(GATEWAY, 10, [requests(10)]);
    scraped
      .page(GATEWAY, 10, [requests(99)])
      .page(GATEWAY, 5, [requests(99)])
      .tick(10);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(1);
  });

  it("uses an exporter's own times, and a repeated one says nothing new", () => {
    const at = (value: number, seconds: number) => `${generated(value)} ${seconds * 1000}`;
    const scraped = new Scraped()
      .page(VLLM_A, 1000, [at(0, 999)])
      .page(VLLM_A, 1010, [at(20, 1009)])
      .tick(1010);
    scraped.page(VLLM_A, 1015, [at(20, 1009)]).tick(1015);
    expect(scraped.value('tokens.output', 'pod', POD_A)).toBe(2);
    expect(scraped.isFresh('tokens.output', 'pod', POD_A)).toBe(false);
  });

  it('says nothing when there is nothing to divide', () => {
    const scraped = new Scraped()
      .page(GATEWAY, 0, [requests(10)])
      .page(GATEWAY, 60, [requests(10)])
      .tick(60);
    expect(scraped.value('requests.rate', 'tenant', ACME)).toBe(0);
    expect(scraped.value('requests.failedRatio', 'tenant', ACME)).toBeNaN();
    scraped.page(GATEWAY, 120, [requests(40)]).tick(120);
    expect(scraped.value('requests.failedRatio', 'tenant', ACME)).toBe(0);
  });
});

describe('sums over targets', () => {
  const both = () =>
    new Scraped()
      .page(VLLM_A, 0, [generated(0)])
      .page(VLLM_B, 5, [generated(0)])
      .page(VLLM_A, 60, [generated(600)])
      .page(VLLM_B, 65, [generated(300)])
      .tick(70);

  it('do not dip while one target is late', () => {
    const scraped = both()
      .page(VLLM_A, 120, [generated(1200)])
      .tick(122);
    expect(scraped.value('tokens.output', 'model', LLAMA)).toBe(15);
  });

  it('hold what a failing target last said until it is stale, then go on without it', () => {
    const scraped = both();
    for (let seconds = 120; seconds <= 480; seconds += 60) {
      scraped.page(VLLM_A, seconds, [generated(seconds * 10)]).failed(VLLM_B, seconds + 5);
    }
    expect(scraped.tick(365).value('tokens.output', 'model', LLAMA)).toBe(15);
    expect(scraped.tick(366).value('tokens.output', 'model', LLAMA)).toBe(10);
  });

  it('let go of a target that left discovery', () => {
    const scraped = both()
      .page(VLLM_A, 120, [generated(1200)])
      .page(VLLM_A, 180, [generated(1800)]);
    scraped.page(VLLM_A, 240, [generated(2400)]);
    expect(scraped.tick(215).value('tokens.output', 'model', LLAMA)).toBe(15);
    expect(scraped.tick(216).value('tokens.output', 'model', LLAMA)).toBe(10);
  });

  it('forget it after an hour, and know it again when it returns', () => {
    const scraped = both().tick(3_700);
    expect(scraped.value('tokens.output', 'model', LLAMA)).toBeNaN();
    scraped.page(VLLM_B, 3_710, [generated(1_000)]).tick(3_710);
    expect(scraped.value('tokens.output', 'model', LLAMA)).toBeNaN();
    expect(
      scraped
        .page(VLLM_B, 3_720, [generated(1_020)])
        .tick(3_720)
        .value('tokens.output', 'model', LLAMA),
    ).toBe(2);
  });
});

describe('a target', () => {
  const up = (scraped: Scraped) => scraped.value('target.up', 'target', { job: 'vllm', instance: '10.0.0.1:8000' });

  it('is up, down, or unheard of', () => {
    const scraped = new Scraped().page(VLLM_A, 0, [generated(0)]).page(VLLM_A, 15, [generated(0)]);
    expect(up(scraped.tick(15))).toBe(1);
    expect(up(scraped.failed(VLLM_A, 30).tick(30))).toBe(0);
    expect(up(scraped.tick(67))).toBe(0);
    expect(up(scraped.tick(68))).toBeNaN();
    expect(up(scraped.page(VLLM_A, 75, [generated(0)]).tick(75))).toBe(1);
  });

  it('that never answered is an entity all the same', () => {
    const scraped = new Scraped().failed(VLLM_A, 0).tick(0);
    expect(up(scraped)).toBe(0);
    expect(scraped.entity('target', { job: 'vllm' })?.labels).toEqual(VLLM_A);
  });
});

describe('slots', () => {
  it('are found by signal and entity, keep their number, and name themselves', () => {
    const scraped = new Scraped().page(VLLM_A, 0, [generated(0)]).tick(0);
    const { signals } = scraped;
    const keys = Array.from({ length: signals.count }, (_, slot) => signals.key(slot));
    expect(keys).toContain('tokens.output|pod{namespace="serving",pod="llama-a"}');
    scraped.page(VLLM_B, 1, [generated(0)]).tick(1);
    expect(keys.map((_, slot) => signals.key(slot))).toEqual(keys);
    for (const [slot] of keys.entries())
      expect(signals.slot(signals.definition(slot).id, signals.entity(slot))).toBe(slot);
    expect(signals.slot('no.such', signals.entity(0))).toBe(-1);
  });

  it('of a signal wait until all it is computed from is there', () => {
    const scraped = new Scraped().page(GATEWAY, 0, [requests(0)]).tick(0);
    expect(scraped.value('tokens.outputPerRequest', 'tenant', ACME)).toBeUndefined();
    scraped
      .page(GATEWAY, 1, [requests(0), 'litellm_output_tokens_metric_total{team_alias="acme",model="llama"} 0'])
      .tick(1);
    expect(scraped.value('tokens.outputPerRequest', 'tenant', ACME)).toBeNaN();
  });

  it('are made for no new entity once there are as many as may be, and go on for the known ones', () => {
    const scraped = new Scraped({ signalMaximum: 20 });
    for (let i = 0; i < 50; i++) {
      scraped.page(GATEWAY, 10 * i, [requests(10 * i, 'known'), requests(0, `passing-${i}`)]).tick(10 * i);
    }
    expect(scraped.signals.count).toBeLessThan(40);
    expect(scraped.signals.refusedSeries).toBeGreaterThan(30);
    expect(scraped.value('requests.rate', 'tenant', { tenant: 'known' })).toBeCloseTo(1);
    expect(scraped.value('requests.rate', 'tenant', { tenant: 'passing-0' })).toBeNaN();
    expect(scraped.value('requests.rate', 'tenant', { tenant: 'passing-49' })).toBeUndefined();
  });
});

it('knows for an hour that a target left discovery, and a failing one did not', () => {
  const gone = { job: 'vllm', instance: 'a:8000' };
  const failing = { job: 'vllm', instance: 'b:8000' };
  const scraped = new Scraped();
  for (let seconds = 0; seconds <= 600; seconds += 60) {
    if (seconds <= 120) scraped.page(gone, seconds, ['vllm:num_requests_running 1']);
    scraped.failed(failing, seconds).tick(seconds);
  }
  const values = (target: typeof gone) =>
    ['target.up', 'target.discovered', 'target.silence'].map((id) => scraped.value(id, 'target', target));
  expect(values(gone)).toEqual([Number.NaN, 0, 360]);
  expect(values(failing)).toEqual([0, 1, 0]);
  expect(scraped.isFresh('target.discovered', 'target', gone)).toBe(true);
  expect(scraped.tick(4200).value('target.discovered', 'target', gone)).toBeNaN();
});
