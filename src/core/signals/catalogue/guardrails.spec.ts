import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'guardrail', instance: 'firewall:9090' };

const read = (lines: readonly string[], name = 'guardrail') =>
  new Scraped().grown(TARGET, lines).signalsOf('guardrail', { guardrail_name: name });

it('reads the AI Firewall; evaluations of rules are no further checks', () => {
  const signals = read([
    'robust_intelligence_ai_firewall_requests_total{flagged="True"} 3',
    'robust_intelligence_ai_firewall_requests_total{flagged="False"} 97',
    'robust_intelligence_ai_firewall_rule_evaluated_total{flagged="False",rule="Prompt Injection",validation_type="input"} 100',
  ]);
  expect(signals).toEqual({
    'guardrail.checks': 1,
    'guardrail.blocked': 0.03,
    'guardrail.blockedRatio': 0.03,
    // No gateway tells how many requests there were.
    'guardrail.checksPerRequest': Number.NaN,
  });
});

it("reads a gateway's guardrails by name, stops and failures apart", () => {
  const labels = (status: string) =>
    `error_type="None",guardrail_name="ai-firewall",hook_type="pre_call",status="${status}"`;
  const signals = read(
    [
      `litellm_guardrail_requests_total{${labels('success')}} 90`,
      `litellm_guardrail_requests_total{${labels('guardrail_intervened')}} 8`,
      `litellm_guardrail_requests_total{${labels('guardrail_failed_to_respond')}} 2`,
    ],
    'ai-firewall',
  );
  expect(signals).toEqual({
    'guardrail.checks': 1,
    'guardrail.blocked': 0.08,
    'guardrail.blockedRatio': 0.08,
    'guardrail.failedRatio': 0.02,
    'guardrail.checksPerRequest': Number.NaN,
  });
});

it('knows 0 before the first stop', () => {
  expect(read(['robust_intelligence_ai_firewall_requests_total{flagged="False"} 100'])).toMatchObject({
    'guardrail.blockedRatio': 0,
  });
});

it.each([
  [
    'LLM Guard',
    [
      'scanners_valid_total{scanner="Toxicity",valid="True"} 95',
      'scanners_valid_total{scanner="Toxicity",valid="False"} 5',
    ],
    'Toxicity',
  ],
  [
    'NeMo',
    ['guardrails_requests_total{rail_type="input"} 100', 'guardrails_requests_blocked_total{rail_type="input"} 5'],
    'input',
  ],
  [
    'TrustyAI',
    [
      'trustyai_guardrails_requests_total{detector_name="pii"} 100',
      'trustyai_guardrails_detections_total{detector_name="pii"} 5',
    ],
    'pii',
  ],
])('reads %s', (_, lines, name) =>
  expect(read(lines, name)).toMatchObject({ 'guardrail.checks': 1, 'guardrail.blockedRatio': 0.05 }),
);

it('takes rejections for want of capacity for no stops', () => {
  expect(read(['guardrails_nonstream_rejections_total 50'])).toEqual({});
});

it('counts the reasons of the semantic router that are policy', () => {
  const signals = read([
    'llm_request_errors_total{model="m",reason="jailbreak_block"} 5',
    'llm_request_errors_total{model="m",reason="timeout"} 50',
  ]);
  expect(signals).toEqual({ 'guardrail.blocked': 0.05 });
});
