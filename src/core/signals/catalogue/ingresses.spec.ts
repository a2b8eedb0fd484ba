import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'ingress', instance: '10.0.0.1:10254', namespace: 'ingress' };

describe('ingress-nginx', () => {
  const page = (service: string) => {
    const labels = `ingress="web",${service},method="POST",path="/",host="a.example"`;
    return [
      `nginx_ingress_controller_requests{${labels},status="200"} 90`,
      `nginx_ingress_controller_requests{${labels},status="502"} 10`,
      `nginx_ingress_controller_response_size_sum{${labels},status="200"} 900000`,
      `nginx_ingress_controller_bytes_sent_sum{${labels},status="200"} 950000`,
      `nginx_ingress_controller_request_duration_seconds_sum{${labels},status="200"} 300`,
      `nginx_ingress_controller_request_duration_seconds_count{${labels},status="200"} 100`,
    ];
  };
  const expected = {
    'requests.rate': 1,
    'requests.errorRatio': 0.1,
    'requests.denied': 0,
    'requests.deniedRatio': 0,
    'bytes.response': 9000,
    'bytes.responsePerRequest': 9000,
    'latency.duration': 3,
  };

  it('is read, its deprecated twin of sizes is not', () => {
    const scraped = new Scraped().grown(TARGET, page('namespace="shop",service="web"'));
    expect(scraped.signalsOf('service', { namespace: 'shop', service: 'web' })).toEqual(expected);
  });

  it('knows a service in its own namespace, and one whose labels were renamed', () => {
    const same = new Scraped().grown(TARGET, page('namespace="ingress",service="web"'));
    expect(same.signalsOf('service', { namespace: 'ingress', service: 'web' })).toEqual(expected);
    const renamed = 'namespace="ingress",service="controller-metrics",exported_namespace="shop",exported_service="web"';
    const scraped = new Scraped().grown(TARGET, page(renamed));
    expect(scraped.signalsOf('service', { namespace: 'shop', service: 'web' })).toEqual(expected);
  });
});

it('reads the frontends of HAProxy alone', () => {
  const scraped = new Scraped().grown({ ...TARGET, job: 'haproxy' }, [
    'haproxy_frontend_http_requests_total{proxy="llm"} 100',
    'haproxy_frontend_http_responses_total{proxy="llm",code="2xx"} 97',
    'haproxy_frontend_http_responses_total{proxy="llm",code="5xx"} 3',
    'haproxy_frontend_requests_denied_total{proxy="llm"} 1',
    'haproxy_frontend_bytes_out_total{proxy="llm"} 3017920',
    'haproxy_backend_bytes_out_total{proxy="llm"} 3017920',
    'haproxy_server_bytes_out_total{proxy="llm",server="a"} 3017920',
    'haproxy_backend_http_requests_total{proxy="llm"} 100',
  ]);
  expect(scraped.signalsOf('service', { service: 'llm' })).toEqual({
    'requests.rate': 1,
    'requests.errorRatio': 0.03,
    'requests.denied': 0.01,
    'requests.deniedRatio': 0.01,
    'bytes.response': 30179.2,
    'bytes.responsePerRequest': 30179.2,
  });
});
