import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'traefik', instance: 'traefik:9100', service: 'traefik' };
const GATEWAY = { service: 'gateway-litellm-4000@kubernetes' };

it('reads the service level of version 3, and that alone', () => {
  const scraped = new Scraped().fixture(TARGET, 'traefik-v3.prom');
  expect(scraped.signalsOf('service', GATEWAY)).toEqual({
    'requests.rate': 5.07,
    'requests.errorRatio': expect.closeTo(5 / 507) as number,
    'requests.denied': 0.02,
    'requests.deniedRatio': expect.closeTo(2 / 507) as number,
    'bytes.response': expect.closeTo(48015) as number,
    'bytes.responsePerRequest': expect.closeTo(4801500 / 507) as number,
    'latency.duration': expect.closeTo(2751.01 / 507) as number,
  });
});

it('leaves internal services out', () => {
  const scraped = new Scraped().fixture(TARGET, 'traefik-v3.prom');
  expect(scraped.signals.entities('service').map(({ identity }) => identity)).toEqual([GATEWAY]);
});

it('reads version 2, which counts no bytes', () => {
  const signals = new Scraped().fixture(TARGET, 'traefik-v2.prom').signalsOf('service', GATEWAY);
  expect(signals).toHaveProperty(['requests.rate'], 5.07);
  expect(signals).not.toHaveProperty(['bytes.response']);
});

it('finds the service behind a target label of the same name', () => {
  const page = (n: number) => [
    `traefik_service_requests_total{code="200",service="traefik",exported_service="shop@kubernetes"} ${n}`,
  ];
  const scraped = new Scraped().page(TARGET, 0, page(0)).page(TARGET, 10, page(10)).tick(10);
  expect(scraped.value('requests.rate', 'service', { service: 'shop@kubernetes' })).toBe(1);
  expect(scraped.signals.entities('service')).toHaveLength(1);
});

it('knows that no error is an error ratio of 0', () => {
  const page = (n: number) => [`traefik_service_requests_total{code="200",service="a@file"} ${n}`];
  const scraped = new Scraped().page(TARGET, 0, page(0)).page(TARGET, 10, page(10)).tick(10);
  expect(scraped.value('requests.errorRatio', 'service', { service: 'a@file' })).toBe(0);
});
