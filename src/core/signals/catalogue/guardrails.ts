import type { Exporter, MetricSource } from '../exporter.ts';
import { counter, share } from './sources.ts';

/** A guardrail that says nothing of its name is named by its job. */
function guardrail(labels: readonly string[]): Exporter['entities'] {
  return [
    {
      kind: 'guardrail',
      identity: { guardrail_name: [...labels, 'job', 'instance'] },
      labels: ['job', 'instance', ...labels],
    },
  ];
}

/** One counter of checks, of which those with this label blocked. */
function checks(name: string, blocked: Readonly<Record<string, string>>): MetricSource {
  return {
    names: [name],
    treatAs: 'counter',
    feeds: [
      { measure: 'guardrail.checks', entity: 'guardrail' },
      ...share('guardrail.blocked', 'guardrail', { where: blocked }),
    ],
  };
}

/** Robust Intelligence (Cisco) AI Firewall; `rule_evaluated_total` counts every request once a rule. */
const AI_FIREWALL: Exporter = {
  id: 'ai-firewall',
  title: 'Robust Intelligence AI Firewall',
  marks: ['robust_intelligence_ai_firewall_'],
  entities: guardrail([]),
  metrics: [checks('robust_intelligence_ai_firewall_requests_total', { flagged: 'True' })],
};

/** LLM Guard's API (OpenTelemetry `scanners.valid`). */
const LLM_GUARD: Exporter = {
  id: 'llm-guard',
  title: 'LLM Guard',
  marks: ['scanners_'],
  entities: guardrail(['scanner']),
  metrics: [checks('scanners_valid_total', { valid: 'False' })],
};

/** NeMo Guardrails' IORails engine over OpenTelemetry; `guardrails_nonstream_rejections_total` is capacity, not policy. */
const NEMO_GUARDRAILS: Exporter = {
  id: 'nemo-guardrails',
  title: 'NeMo Guardrails',
  marks: ['guardrails_'],
  entities: guardrail(['rail_type']),
  metrics: [
    {
      names: ['guardrails_requests_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'guardrail.checks', entity: 'guardrail' },
        { measure: 'guardrail.blocked', entity: 'guardrail', scale: 0 },
        { measure: 'guardrail.failed', entity: 'guardrail', scale: 0 },
      ],
    },
    counter(['guardrails_requests_blocked_total'], 'guardrail.blocked', ['guardrail']),
    counter(['guardrails_requests_errors_total'], 'guardrail.failed', ['guardrail']),
  ],
};

/** TrustyAI's guardrails. */
const TRUSTYAI: Exporter = {
  id: 'trustyai-guardrails',
  title: 'TrustyAI guardrails',
  marks: ['trustyai_guardrails_'],
  entities: guardrail(['detector_name']),
  metrics: [
    {
      names: ['trustyai_guardrails_requests_total'],
      treatAs: 'counter',
      feeds: [
        { measure: 'guardrail.checks', entity: 'guardrail' },
        { measure: 'guardrail.blocked', entity: 'guardrail', scale: 0 },
        { measure: 'guardrail.failed', entity: 'guardrail', scale: 0 },
      ],
    },
    counter(['trustyai_guardrails_detections_total'], 'guardrail.blocked', ['guardrail']),
    counter(['trustyai_guardrails_errors_total'], 'guardrail.failed', ['guardrail']),
  ],
};

/** vLLM's semantic router: it has a reason for each refusal, but no count of checks. */
const SEMANTIC_ROUTER: Exporter = {
  id: 'semantic-router',
  title: 'vLLM semantic router',
  marks: ['llm_request_errors_total', 'llm_pii_violations_total', 'llm_signal_match_total'],
  entities: guardrail([]),
  metrics: [
    counter(['llm_request_errors_total'], 'guardrail.blocked', ['guardrail'], {
      where: { reason: 'jailbreak_block|pii_policy_denied' },
    }),
  ],
};

/** Guardrails of their own; those inside a gateway are told by the gateway. */
export const GUARDRAILS: readonly Exporter[] = [AI_FIREWALL, LLM_GUARD, NEMO_GUARDRAILS, TRUSTYAI, SEMANTIC_ROUTER];
