import type { Exporter, Feed } from '../exporter.ts';

/** Cached, reasoning and other types are parts of these two, and `total` is their sum. */
function tokens(type: 'input' | 'output', times: Feed['times']): Feed[] {
  const where = { gen_ai_token_type: type };
  return [
    { measure: `tokens.${type}`, entity: 'tenant', where },
    { measure: 'cost', entity: 'tenant', where, times },
    { measure: 'cost', entity: 'model', where, times },
  ];
}

/**
 * Envoy AI gateway, and any OpenTelemetry GenAI client metrics through an exporter. Tenants exist where the gateway is told to add a header
 * as an attribute; what it calls is a service by the provider's name.
 */
export const GEN_AI_GATEWAY: Exporter = {
  id: 'gen-ai-gateway',
  title: 'Envoy AI Gateway, OpenTelemetry GenAI',
  marks: ['gen_ai_'],
  entities: [
    { kind: 'tenant', identity: { tenant: [] } },
    {
      kind: 'model',
      identity: { model: ['gen_ai_response_model', 'gen_ai_request_model'] },
      labels: ['gen_ai_request_model', 'gen_ai_response_model'],
    },
    { kind: 'service', identity: { service: ['gen_ai_provider_name', 'gen_ai_system'] } },
  ],
  metrics: [
    {
      names: ['gen_ai_client_token_usage_sum', 'gen_ai_client_token_usage_token_sum'],
      treatAs: 'counter',
      feeds: [...tokens('input', 'inputTokenPrice'), ...tokens('output', 'outputTokenPrice')],
    },
    {
      names: ['gen_ai_server_request_duration_seconds_count'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'tenant' },
        { measure: 'requests.answered', entity: 'tenant', unless: { error_type: '.+' } },
        { measure: 'requests', entity: 'service' },
        { measure: 'duration.count', entity: 'service' },
        { measure: 'requests.error', entity: 'service', where: { error_type: '.+' } },
        { measure: 'requests.error', entity: 'service', unless: { error_type: '.+' }, scale: 0 },
      ],
    },
    {
      names: ['gen_ai_server_request_duration_seconds_sum'],
      treatAs: 'counter',
      feeds: [{ measure: 'duration.sum', entity: 'service' }],
    },
  ],
};
