import type { Exporter, Feed } from '../exporter.ts';
import { counter, mean, share } from './sources.ts';

/** `total_tokens` is the sum of the two. */
function tokens(type: string, measure: string, times: Feed['times']): Feed[] {
  const where = { token_type: type };
  return [
    { measure, entity: 'tenant', where },
    { measure: 'cost', entity: 'tenant', where, times },
    { measure: 'cost', entity: 'model', where, times },
  ];
}

/** Kong with the prometheus plugin, `ai_metrics` on for the AI part. Costs need prices in the plugin; consumers came with 3.11. */
export const KONG: Exporter = {
  id: 'kong',
  title: 'Kong AI Gateway',
  marks: ['kong_'],
  pageLabels: { anchor: 'service', labels: ['service', 'route'] },
  entities: [
    { kind: 'tenant', identity: { tenant: ['consumer'] }, labels: ['consumer', 'workspace'] },
    { kind: 'model', identity: { model: ['ai_model'] }, labels: ['ai_model', 'ai_provider'] },
    { kind: 'service', identity: { service: ['service'] }, labels: ['exported_service'] },
  ],
  metrics: [
    {
      names: ['kong_ai_llm_requests_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'tenant' },
        { measure: 'requests.answered', entity: 'tenant' },
      ],
    },
    { ...counter(['kong_ai_llm_cost_total'], 'cost', ['tenant', 'model']), spend: true },
    {
      names: ['kong_ai_llm_tokens_total'],
      treatAs: 'counter',
      feeds: [
        ...tokens('prompt_tokens', 'tokens.input', 'inputTokenPrice'),
        ...tokens('completion_tokens', 'tokens.output', 'outputTokenPrice'),
      ],
    },
    {
      names: ['kong_http_requests_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service' },
        ...share('requests.error', 'service', { where: { code: '5..' } }),
        ...share('requests.denied', 'service', { where: { code: '401|403|429' } }),
      ],
    },
    counter(['kong_bandwidth_bytes'], 'bytes.response', ['service'], { where: { direction: 'egress' } }),
    ...mean(['kong_request_latency_ms'], 'duration', ['service'], { scale: 0.001 }),
  ],
};
