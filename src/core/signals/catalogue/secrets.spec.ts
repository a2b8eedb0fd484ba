import { Scraped } from '../../../../test/fakes/scraped.ts';

const BAO = { job: 'openbao', instance: 'openbao:8200' };

it('finds the mount of OpenBao in the name, and leaves quantiles alone', () => {
  const scraped = new Scraped().grown(BAO, [
    'vault_route_read_kv_{quantile="0.5"} NaN',
    'vault_route_read_kv__sum 29.9',
    'vault_route_read_kv__count 69',
    'vault_route_list_kv__count 2',
    'vault_route_create_auth_kubernetes__count 8',
    'vault_route_rollback_kv__count 1000',
    'vault_core_handle_request_count 152',
    'vault_core_handle_login_request_count 2',
  ]);
  expect(scraped.signalsOf('secretMount', { mount: 'kv' })).toEqual({ 'secrets.reads': 0.69, 'secrets.lists': 0.02 });
  expect(scraped.signalsOf('secretMount', { mount: 'auth_kubernetes' })).toEqual({ 'secrets.writes': 0.08 });
  expect(scraped.signalsOf('service', { service: 'openbao' })).toEqual({ 'requests.rate': 1.52, 'logins.rate': 0.02 });
  expect(scraped.entity('secretMount', { mount: 'kv' })!.labels).toEqual({ mount: 'kv', ...BAO });
});

it('takes a counter called count for a counter', () => {
  const scraped = new Scraped().grown({ job: 'eso', instance: 'eso:8080' }, [
    '# TYPE externalsecret_provider_api_calls_count counter',
    'externalsecret_provider_api_calls_count{provider="vault",call="GetSecret",status="success"} 95',
    'externalsecret_provider_api_calls_count{provider="vault",call="GetSecret",status="error"} 5',
  ]);
  expect(scraped.signalsOf('secretMount', { mount: 'vault' })).toEqual({
    'secrets.reads': 1,
    'secrets.failedRatio': 0.05,
  });
});

it('sees reads of secrets at the Kubernetes API, and no other resource', () => {
  const request = (resource: string, verb: string, value: number) =>
    `apiserver_request_total{resource="${resource}",verb="${verb}",code="200",scope="cluster"} ${value}`;
  const scraped = new Scraped().grown({ job: 'apiserver', instance: '10.0.0.1:6443' }, [
    request('secrets', 'GET', 10),
    request('secrets', 'LIST', 5),
    request('secrets', 'WATCH', 5),
    request('pods', 'GET', 1000),
  ]);
  expect(scraped.signals.entities('secretMount').map(({ identity }) => identity)).toEqual([{ mount: 'secrets' }]);
  expect(scraped.signalsOf('secretMount', { mount: 'secrets' })).toEqual({
    'secrets.reads': 0.1,
    'secrets.lists': 0.1,
  });
});
