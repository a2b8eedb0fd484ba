import type { Exporter, Feed } from '../exporter.ts';
import { share } from './sources.ts';

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
const DENIED = '401|403|429';

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
    // The gateway as a whole: who is refused for a wrong key is no tenant yet.
    { kind: 'service', identity: { service: ['job', 'instance'] }, labels: ['job'] },
    { kind: 'guardrail', identity: { guardrail_name: ['guardrail_name'] }, labels: ['job', 'instance'] },
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
        { measure: 'requests', entity: 'service', unless: TRAFFIC },
        { measure: 'requests.error', entity: 'service', where: { status_code: '5..' }, unless: TRAFFIC },
        { measure: 'requests.error', entity: 'service', unless: { ...TRAFFIC, status_code: '5..' }, scale: 0 },
        { measure: 'requests.denied', entity: 'service', where: { status_code: DENIED }, unless: TRAFFIC },
        { measure: 'requests.denied', entity: 'service', unless: { ...TRAFFIC, status_code: DENIED }, scale: 0 },
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
    {
      // A guardrail that fails open is counted as a success: see the errors.
      names: ['litellm_guardrail_requests_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'guardrail.checks', entity: 'guardrail' },
        ...share('guardrail.blocked', 'guardrail', { where: { status: '.*(?:intervened|block).*' } }),
        ...share('guardrail.failed', 'guardrail', { where: { status: '.*fail.*|error' } }),
      ],
    },
    {
      names: ['litellm_guardrail_errors_total'],
      treatAs: 'counter',
      feeds: [{ measure: 'guardrail.failed', entity: 'guardrail' }],
    },
  ],
};
