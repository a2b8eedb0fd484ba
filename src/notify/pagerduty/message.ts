import { alertLabels } from '../../core/alerts/alertmanager.ts';
import { quantity } from '../../core/detectors/wording.ts';
import { entityName } from '../../core/model/entity.ts';
import { type Links, linksOf } from '../links.ts';
import type { Message, ToldState } from '../receiver.ts';
import { causesOf, cut, oneLine, peopleOf, titleOf, usual } from '../wording.ts';

/** An event of PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview). */
export interface PagerDutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly client: 'Gauger';
  readonly client_url?: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    /** Our three severities are PagerDuty's own words; its fourth, `error`, is not used. */
    readonly severity: 'critical' | 'warning' | 'info';
    readonly timestamp: string;
    readonly component: string;
    readonly group: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, unknown>>;
  };
}

const ACTION: Record<ToldState, PagerDutyEvent['event_action']> = {
  firing: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
};

/** PagerDuty's limit on a summary. */
const MAXIMUM_SUMMARY = 1024;

/** An alert as an event; all events of a fingerprint are one incident there. Pure: the same alert gives the same bytes. */
export function pagerDutyEvent({ alert, state }: Message, routingKey: string, links: Links): PagerDutyEvent {
  const { peak } = alert;
  const { externalUrl } = links;
  return {
    routing_key: routingKey,
    event_action: ACTION[state],
    dedup_key: alert.fingerprint,
    client: 'Gauger',
    ...(externalUrl !== undefined && { client_url: externalUrl }),
    links: linksOf(alert, links).map(({ url, text }) => ({ href: url, text })),
    payload: {
      summary: cut(oneLine(peak.summary) || titleOf(peak), MAXIMUM_SUMMARY),
      source: cut(oneLine(entityName(peak.entity)) || peak.entity.kind, 255),
      severity: peak.severity,
      timestamp: new Date(alert.firedAtMs ?? alert.startsAtMs).toISOString(),
      component: peak.entity.kind,
      group: peak.entity.identity['namespace'] ?? peak.entity.kind,
      class: peak.detector,
      custom_details: details({ alert }),
    },
  };
}

function details({ alert }: Pick<Message, 'alert'>): Record<string, unknown> {
  const { peak, usdTotal, id } = alert;
  const { actual, expected, usdPerHour, score, confidence } = peak;
  return {
    alert: id,
    title: titleOf(peak),
    actual: quantity(actual.value, actual.unit),
    expected: quantity(expected.value, expected.unit),
    usual: usual(peak),
    score: score.toFixed(1),
    confidence: `${Math.round(confidence * 100)} %`,
    ...(usdPerHour !== undefined && { usd_per_hour: usdPerHour }),
    ...(usdTotal !== undefined && { usd_total: usdTotal }),
    causes: causesOf(peak).map(({ cause, share }) => `${cause}: ${Math.round(share * 100)} %`),
    techniques: peak.techniques.map(({ id, name }) => `${id} ${name}`),
    next_step: peak.nextStep,
    doubts: peak.doubts,
    people: peopleOf(alert),
    labels: alertLabels(peak),
  };
}
