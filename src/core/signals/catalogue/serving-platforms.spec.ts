import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'platform', instance: '10.0.0.1:8080', namespace: 'platform', service: 'metrics' };

describe('Ray Serve', () => {
  const labels = 'application="chat",deployment="LLM",replica="r1",route="/",WorkerId="w1"';

  it('takes one of two names of a counter that old releases call a gauge', () => {
    const scraped = new Scraped().grown(TARGET, [
      '# TYPE ray_serve_deployment_request_counter gauge',
      `ray_serve_deployment_request_counter{${labels}} 100`,
      `ray_serve_deployment_request_counter_total{${labels}} 100`,
      `ray_serve_deployment_processing_latency_ms_sum{${labels}} 250000`,
      `ray_serve_deployment_processing_latency_ms_count{${labels}} 100`,
      `ray_serve_num_http_requests_total{route="/",method="POST",status_code="200"} 100`,
    ]);
    expect(scraped.signalsOf('service', { application: 'chat', service: 'LLM' })).toEqual({
      'requests.rate': 1,
      'requests.errorRatio': 0,
      'latency.duration': 2.5,
    });
  });

  it('counts errors of their own', () => {
    const scraped = new Scraped().grown(TARGET, [
      `ray_serve_deployment_request_counter_total{${labels}} 100`,
      `ray_serve_deployment_error_counter_total{${labels},exception="OOM"} 5`,
    ]);
    expect(scraped.value('requests.errorRatio', 'service', { application: 'chat', service: 'LLM' })).toBeCloseTo(0.05);
  });
});

it('reads the queue proxy of KServe', () => {
  const labels = 'namespace_name="ml",service_name="bert",revision_name="bert-1"';
  const scraped = new Scraped().grown(TARGET, [
    `revision_request_count{${labels},response_code="200",response_code_class="2xx"} 95`,
    `revision_request_count{${labels},response_code="503",response_code_class="5xx"} 5`,
    `revision_request_latencies_sum{${labels},response_code="200"} 50000`,
    `revision_request_latencies_count{${labels},response_code="200"} 100`,
  ]);
  expect(scraped.signalsOf('service', { namespace: 'ml', service: 'bert' })).toEqual({
    'requests.rate': 1,
    'requests.errorRatio': expect.closeTo(0.05) as number,
    'latency.duration': 0.5,
  });
});

it('reads Seldon 1 and 2, no step and no aggregate twice', () => {
  const labels = 'deployment_name="iris",method="post",predictor_name="p",service="/predict"';
  const scraped = new Scraped().grown(TARGET, [
    `seldon_api_executor_server_requests_seconds_count{${labels},code="200"} 90`,
    `seldon_api_executor_server_requests_seconds_sum{${labels},code="200"} 9`,
    `seldon_api_executor_server_requests_seconds_count{${labels},code="INTERNAL"} 10`,
    `seldon_api_executor_server_requests_seconds_sum{${labels},code="INTERNAL"} 1`,
    `seldon_api_executor_client_requests_seconds_count{${labels},model_name="step",code="200"} 90`,
    'seldon_model_infer_total{model="iris2",server="mlserver",code="OK",method_type="grpc"} 100',
    'seldon_model_infer_total{model="iris2",server="mlserver",code="200",method_type="rest"} 100',
    'seldon_model_aggregate_infer_total{server="mlserver",code="200",method_type="rest"} 200',
  ]);
  expect(scraped.signalsOf('service', { service: 'iris' })).toEqual({
    'requests.rate': 1,
    'requests.errorRatio': 0.1,
    'latency.duration': 0.1,
  });
  expect(scraped.value('requests.rate', 'model', { model: 'iris2' })).toBe(2);
});
