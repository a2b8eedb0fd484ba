import type { Labels } from '../core/model/labels.ts';
import { GUARDRAIL } from './fleet.ts';
import type { Account, Gateway } from './gateway.ts';
import { type NumberStyle, pythonCount, pythonFloat, pythonRound } from './number-style.ts';
import { PageTemplate } from './page-template.ts';

type Channel = Exclude<keyof Account['channels'], 'failures' | 'stopped'>;

/** The metrics page of the LiteLLM proxy, with its literal "None" labels and its deprecated twin of the request counter. */
export function litellmPage(gateway: Gateway): PageTemplate {
  const page = new PageTemplate();
  const { channels } = gateway;
  page
    .family('process_start_time_seconds', 'gauge', 'When the process started, in Unix seconds.')
    .sample('process_start_time_seconds', {}, channels.startSeconds, pythonFloat)
    .family('process_cpu_seconds_total', 'counter', 'CPU time used by the process, in seconds.')
    .sample('process_cpu_seconds_total', {}, channels.cpuSeconds, pythonFloat);
  requestFamilies(page, gateway);
  const perAccount = (name: string, help: string, channel: Channel, style: NumberStyle) => {
    page.family(`${name}_total`, 'counter', help);
    for (const account of gateway.accounts) {
      page.sample(`${name}_total`, usageLabels(account), account.channels[channel], style);
    }
    page.family(`${name}_created`, 'gauge', 'When counting began, in Unix seconds.');
    for (const account of gateway.accounts) {
      page.sample(`${name}_created`, usageLabels(account), channels.startSeconds, pythonFloat);
    }
  };
  perAccount('litellm_spend_metric', 'Money spent on model calls, in USD.', 'usd', pythonFloat);
  perAccount('litellm_total_tokens_metric', 'Tokens in and out.', 'totalTokens', pythonCount);
  perAccount('litellm_input_tokens_metric', 'Tokens sent to models.', 'inputTokens', pythonCount);
  perAccount('litellm_output_tokens_metric', 'Tokens received from models.', 'outputTokens', pythonCount);
  perAccount(
    'litellm_input_cached_tokens_metric',
    'Input tokens that the provider had cached.',
    'cachedInputTokens',
    pythonCount,
  );
  perAccount(
    'litellm_requests_metric',
    'Deprecated: model calls, the proxy counter is its heir.',
    'requests',
    pythonCount,
  );
  budgetFamilies(page, gateway);
  guardrailFamily(page, gateway);
  return page
    .family('litellm_in_flight_requests', 'gauge', 'Requests being answered by this worker.')
    .sample('litellm_in_flight_requests', {}, channels.inFlight, pythonRound);
}

function requestFamilies(page: PageTemplate, gateway: Gateway): void {
  const total = 'litellm_proxy_total_requests_metric_total';
  page.family(total, 'counter', 'Requests from clients.');
  for (const account of gateway.accounts) {
    page.sample(total, requestLabels(account, { status_code: '200' }), account.channels.requests, pythonCount);
    const { failures, stopped } = account.channels;
    page.sample(total, requestLabels(account, { status_code: '400' }), stopped, pythonCount);
    if (failures === undefined) continue;
    page.sample(total, requestLabels(account, { status_code: '408' }), failures, pythonCount);
  }
  const failed = 'litellm_proxy_failed_requests_metric_total';
  page.family(failed, 'counter', 'Requests that brought the client no answer.');
  for (const account of gateway.accounts) {
    const { failures, stopped } = account.channels;
    const rule = { exception_class: 'GuardrailRaisedException', exception_status: '400' };
    page.sample(failed, requestLabels(account, rule), stopped, pythonCount);
    if (failures === undefined) continue;
    const why = { exception_class: 'Openai.APITimeoutError', exception_status: '408' };
    page.sample(failed, requestLabels(account, why), failures, pythonCount);
  }
}

/** LiteLLM counts each run of a guardrail by its outcome. A request with a key it does not know is in none of its metrics (pull request 18788). */
function guardrailFamily(page: PageTemplate, { channels }: Gateway): void {
  const name = 'litellm_guardrail_requests_total';
  const labels = (status: string): Labels => ({ guardrail_name: GUARDRAIL, hook_type: 'pre_call', status });
  page
    .family(name, 'counter', 'Runs of a guardrail.')
    .sample(name, labels('guardrail_intervened'), channels.stopped, pythonCount)
    .sample(name, labels('success'), channels.passed, pythonCount);
}

/** Unlimited budgets are +Inf in LiteLLM, and stay so here. */
function budgetFamilies(page: PageTemplate, gateway: Gateway): void {
  const name = 'litellm_remaining_team_budget_metric';
  page.family(name, 'gauge', 'Money the team may still spend, in USD.');
  const teams = new Map(gateway.accounts.map(({ identity }) => [identity.team, identity.team_alias]));
  for (const [team, team_alias] of teams) page.constant(name, { team, team_alias }, '+Inf');
}

function requestLabels(account: Account, extra: Labels): Labels {
  const { identity, modelId, flow } = account;
  return sorted({
    ...identity,
    ...extra,
    api_provider: 'hosted_vllm',
    end_user: 'None',
    model_id: modelId,
    org_alias: 'None',
    org_id: 'None',
    requested_model: flow.usage.model,
    route: '/v1/chat/completions',
    user_email: 'None',
  });
}

function usageLabels(account: Account): Labels {
  const { identity, modelId, flow } = account;
  return sorted({
    ...identity,
    api_provider: 'hosted_vllm',
    end_user: 'None',
    model: flow.usage.model,
    model_id: modelId,
    org_alias: 'None',
    org_id: 'None',
    requested_model: flow.usage.model,
    user_email: 'None',
  });
}

function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
