import { alertLabels } from '../../core/alerts/alertmanager.ts';
import type { Alert } from '../../core/model/alert.ts';
import { entityName } from '../../core/model/entity.ts';
import type { Finding, Severity, Technique } from '../../core/model/finding.ts';
import type { Links } from '../links.ts';
import { linksOf } from '../links.ts';
import type { Message, ToldState } from '../receiver.ts';
import { causesOf, endOf, titleOf } from '../wording.ts';

/** The version of the schema that the event keeps to (https://schema.ocsf.io/1.4.0/classes/detection_finding). */
const OCSF_VERSION = '1.4.0';
const DETECTION_FINDING = 2004;

const ACTIVITY: Record<ToldState, readonly [number, string]> = {
  firing: [1, 'Create'],
  acknowledged: [2, 'Update'],
  resolved: [3, 'Close'],
};
const STATUS: Record<ToldState, readonly [number, string]> = {
  firing: [1, 'New'],
  acknowledged: [2, 'In Progress'],
  resolved: [4, 'Resolved'],
};
const SEVERITY: Record<Severity, readonly [number, string]> = {
  info: [1, 'Informational'],
  warning: [3, 'Medium'],
  critical: [5, 'Critical'],
};

/** An alert as a Detection Finding of OCSF. Times are Unix milliseconds there too. Pure: the same alert gives the same bytes. */
export function ocsfEvent({ alert, state }: Message, version: string, links: Links): Record<string, unknown> {
  const { peak } = alert;
  const [activityId, activity] = ACTIVITY[state];
  const [statusId, status] = STATUS[state];
  const [severityId, severity] = SEVERITY[peak.severity];
  const endMs = endOf(alert);
  return {
    activity_id: activityId,
    activity_name: activity,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: DETECTION_FINDING,
    class_name: 'Detection Finding',
    type_uid: DETECTION_FINDING * 100 + activityId,
    type_name: `Detection Finding: ${activity}`,
    time: timeOf(alert, state),
    start_time: alert.startsAtMs,
    end_time: endMs,
    duration: endMs - alert.startsAtMs,
    severity_id: severityId,
    severity,
    status_id: statusId,
    status,
    is_alert: state === 'firing',
    message: peak.summary,
    ...confidence(peak),
    metadata: {
      version: OCSF_VERSION,
      uid: `${alert.id}.${state}`,
      product: { name: 'Gauger', vendor_name: 'Gauger', version },
      profiles: [],
    },
    finding_info: findingInfo(alert, links),
    resources: [resource(peak)],
    evidences: [evidence(peak)],
    ...(peak.nextStep !== '' && { remediation: { desc: peak.nextStep } }),
    unmapped: unmapped(alert),
  };
}

function timeOf(alert: Alert, state: ToldState): number {
  if (state === 'resolved') return endOf(alert);
  return (state === 'acknowledged' ? alert.acknowledged?.atMs : undefined) ?? alert.firedAtMs ?? alert.startsAtMs;
}

function confidence({ confidence }: Finding): Record<string, unknown> {
  const [id, name] = confidence >= 0.8 ? [3, 'High'] : confidence >= 0.5 ? [2, 'Medium'] : [1, 'Low'];
  return { confidence_id: id, confidence: name, confidence_score: Math.round(confidence * 100) };
}

function findingInfo(alert: Alert, links: Links): Record<string, unknown> {
  const { peak } = alert;
  const [source] = linksOf(alert, { externalUrl: links.externalUrl });
  return {
    uid: alert.id,
    title: titleOf(peak),
    desc: peak.summary,
    created_time: alert.firedAtMs ?? alert.startsAtMs,
    first_seen_time: alert.startsAtMs,
    last_seen_time: alert.lastSeenMs,
    types: peak.techniques.filter((technique) => !isAtlas(technique)).map(({ id, name }) => `${id} ${name}`),
    analytic: { name: peak.detector, uid: peak.detector, type_id: 3, type: 'Statistical' },
    attacks: peak.techniques.filter(isAtlas).map(attack),
    ...(source !== undefined && { src_url: source.url }),
  };
}

function isAtlas({ id }: Technique): boolean {
  return id.startsWith('AML.');
}

/** `AML.T0034.000` is a part of `AML.T0034`. */
function attack({ id, name }: Technique): Record<string, unknown> {
  const [, parent] = /^(AML\.T\d+)\.\d+$/.exec(id) ?? [];
  return parent === undefined
    ? { technique: { uid: id, name } }
    : { technique: { uid: parent }, sub_technique: { uid: id, name } };
}

function resource({ entity }: Finding): Record<string, unknown> {
  const { namespace } = { ...entity.labels, ...entity.identity };
  return {
    uid: entity.key,
    name: entityName(entity),
    type: entity.kind,
    ...(namespace !== undefined && { namespace }),
  };
}

/** The measured numbers; OCSF has no place of its own for them in this version. */
function evidence(peak: Finding): Record<string, unknown> {
  const { actual, expected, lower, upper, score } = peak;
  const numbers = { actual: actual.value, expected: expected.value, lower, upper, unit: actual.unit, score };
  return { name: peak.detector, data: { ...numbers, moved: peak.evidence } };
}

function unmapped(alert: Alert): Record<string, unknown> {
  const { peak, fingerprint, usdTotal } = alert;
  return {
    fingerprint,
    labels: alertLabels(peak),
    causes: causesOf(peak),
    doubts: peak.doubts,
    ...(peak.usdPerHour !== undefined && { usd_per_hour: peak.usdPerHour }),
    ...(usdTotal !== undefined && { usd_total: usdTotal }),
  };
}
