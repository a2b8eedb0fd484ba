import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { framed } from './frame.ts';
import { largest, level } from './level.ts';
import { NO_GATEWAY, NO_GUARDRAIL, NO_INGRESS, NO_KUBERNETES, NO_SECRET_STORE } from './overview/no-value.ts';
import { linesPanel } from './panels.ts';
import { alertsPanel, rowsPanel } from './sql.ts';

const DETECTORS = [
  'output-exfiltration',
  'weight-exfiltration',
  'model-extraction',
  'credential-abuse',
  'guardrail-spike',
  'guardrail-silence',
  'supply-chain-drift',
  'unknown-gpu-workload',
  'telemetry-silence',
];

/** What an attacker moves: data that leaves, keys, guardrails, images. */
export function security(): dashboard.Dashboard {
  const only = `detector IN (${DETECTORS.map((id) => `'${id}'`).join(', ')})`;
  return framed({
    uid: 'gauger-security',
    title: 'security',
    description: 'Exfiltration, credentials, guardrails and supply chain.',
    rows: [
      [
        'Alerts',
        [
          alertsPanel(
            { title: 'Security alerts', description: 'Those of the chosen time, newest first.', width: 24 },
            only,
          ),
          techniques(only),
        ],
      ],
      ['Data that leaves', exfiltration()],
      ['Credentials', credentials()],
      ['Guardrails', guardrails()],
      ['Supply chain', supplyChain()],
    ],
  });
}

function techniques(only: string) {
  return rowsPanel(
    {
      title: 'Techniques',
      description: 'MITRE ATLAS and OWASP entries that alerts of the chosen time name.',
      noValue: 'No alert in this time',
      width: 24,
    },
    `SELECT technique ->> 'id' AS "id", technique ->> 'name' AS "technique", count(*) AS "alerts", max(starts_at) AS "latest"
FROM alerts, jsonb_array_elements(body #> '{peak,techniques}') AS technique
WHERE $__timeFilter(starts_at) AND state <> 'pending' AND NOT shadow AND ${only}
GROUP BY 1, 2 ORDER BY 3 DESC, 1`,
  );
}

function exfiltration() {
  return [
    linesPanel(
      {
        title: 'Output tokens a request',
        description: 'Of the ten largest tenants.',
        noValue: NO_GATEWAY,
        unit: 'short',
        width: 8,
      },
      [largest('tokens.outputPerRequest', 'tenant')],
    ),
    linesPanel(
      {
        title: 'Output for each input token',
        description: 'Of the ten largest tenants.',
        noValue: NO_GATEWAY,
        unit: 'short',
        width: 8,
      },
      [largest('tokens.outputInputRatio', 'tenant')],
    ),
    linesPanel(
      {
        title: 'Bytes of an answer',
        description: 'At the ingress, on average.',
        noValue: NO_INGRESS,
        unit: 'bytes',
        width: 8,
      },
      [level('bytes.responsePerRequest', 'service')],
    ),
    linesPanel(
      {
        title: 'Bytes that leave pods',
        description: 'Of the ten largest.',
        noValue: NO_KUBERNETES,
        unit: 'Bps',
        width: 12,
      },
      [largest('network.transmit', 'pod')],
    ),
    linesPanel(
      {
        title: 'Bytes read from volumes',
        description: 'Model weights among them.',
        noValue: NO_KUBERNETES,
        unit: 'Bps',
        width: 12,
      },
      [largest('disk.read', 'pod')],
    ),
  ];
}

function credentials() {
  return [
    linesPanel(
      {
        title: 'Refused requests',
        description: '401, 403 or 429, a second.',
        noValue: NO_INGRESS,
        unit: 'reqps',
        width: 8,
      },
      [level('requests.denied', 'service')],
    ),
    linesPanel(
      {
        title: 'Secrets read',
        description: 'Requests a second through the gateway.',
        noValue: NO_SECRET_STORE,
        unit: 'reqps',
        width: 8,
      },
      [level('secrets.reads', 'secretMount')],
    ),
    linesPanel(
      {
        title: 'Share of calls refused',
        description: 'By the secret store.',
        noValue: NO_SECRET_STORE,
        unit: 'percentunit',
        width: 8,
      },
      [level('secrets.failedRatio', 'secretMount')],
    ),
  ];
}

function guardrails() {
  return [
    linesPanel(
      {
        title: 'Checks',
        description: 'A second; fewer while requests go on is a bypass.',
        noValue: NO_GUARDRAIL,
        unit: 'reqps',
        width: 12,
      },
      [level('guardrail.checks', 'guardrail')],
    ),
    linesPanel(
      {
        title: 'Share of checks that ended in a stop',
        description: 'A rise is somebody trying.',
        noValue: NO_GUARDRAIL,
        unit: 'percentunit',
        width: 12,
      },
      [level('guardrail.blockedRatio', 'guardrail')],
    ),
  ];
}

function supplyChain() {
  return [
    linesPanel(
      {
        title: 'Youngest images',
        description: 'Seconds since containers were first seen to run each; the ten youngest.',
        noValue: NO_KUBERNETES,
        unit: 's',
        width: 24,
      },
      [{ expr: 'bottomk(10, anomaly:level{anomaly_name="presence.age",entity_kind="image"})', legend: '{{entity}}' }],
    ),
  ];
}
