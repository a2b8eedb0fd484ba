import type { Exporter, Feed } from '../exporter.ts';

/**
 * Requests of the telemetry itself are no traffic: a scraper without a key is counted as a failed request of route `/metrics/`, and
 * probes ask for `/health`.
 */
const TRAFFIC = { route: '/metrics.*|/health.*' };

const TENANT_LABELS = [
  'team',
  'team_alias',
  'api_key_alias',
  'hashed_api_key',
  'user',
  'end_user',
  'org_id',
  'org_alias',
];

const ANSWERED = '2..|';

function tokens(measure: string, times: Feed['times']): readonly Feed[] {
  return [
    { measure, entity: 'tenant' },
    { measure: 'cost', entity: 'tenant', times },
    { measure: 'cost', entity: 'model', times },
  ];
}

/**
 * LiteLLM proxy. Its deprecated twins (`litellm_requests_metric_total`, `litellm_llm_api_failed_requests_metric_total`) and the sums
 * and subsets of tokens (total, cached, reasoning, audio) are left alone: they count the same things again.
 */
export const LITELLM: Exporter = {
  id: 'litellm',
  title: 'LiteLLM proxy',
  marks: ['litellm_'],
  entities: [
    { kind: 'tenant', identity: { tenant: [] }, labels: TENANT_LABELS },
    {
      kind: 'model',
      identity: { model: ['model', 'requested_model'] },
      labels: ['model', 'requested_model', 'api_provider'],
    },
  ],
  metrics: [
    {
      names: ['litellm_proxy_total_requests_metric_total', 'litellm_proxy_total_requests_metric'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'tenant', unless: TRAFFIC },
        { measure: 'requests.answered', entity: 'tenant', where: { status_code: ANSWERED }, unless: TRAFFIC },
        { measure: 'requests.failed', entity: 'tenant', unless: { ...TRAFFIC, status_code: ANSWERED } },
        { measure: 'requests.failed', entity: 'tenant', where: { status_code: ANSWERED }, unless: TRAFFIC, scale: 0 },
      ],
    },
    {
      names: ['litellm_spend_metric_total', 'litellm_spend_metric'],
      treatAs: 'counter',
      spend: true,
      feeds: [
        { measure: 'cost', entity: 'tenant' },
        { measure: 'cost', entity: 'model' },
      ],
    },
    {
      names: ['litellm_input_tokens_metric_total', 'litellm_input_tokens_total'],
      treatAs: 'counter',
      feeds: tokens('tokens.input', 'inputTokenPrice'),
    },
    {
      names: ['litellm_output_tokens_metric_total', 'litellm_output_tokens_total'],
      treatAs: 'counter',
      feeds: tokens('tokens.output', 'outputTokenPrice'),
    },
    {
      names: ['litellm_cache_hits_metric_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'cache.hits', entity: 'tenant' },
        { measure: 'cache.lookups', entity: 'tenant' },
      ],
    },
    {
      names: ['litellm_cache_misses_metric_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'cache.hits', entity: 'tenant', scale: 0 },
        { measure: 'cache.lookups', entity: 'tenant' },
      ],
    },
  ],
};
