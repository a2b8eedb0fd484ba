import { runbookUrl, TEST_DETECTOR } from '../core/alerts/runbook.ts';
import type { Alert } from '../core/model/alert.ts';
import { type Entity, entityName } from '../core/model/entity.ts';
import { cut } from './wording.ts';

/** Where the links of a message lead; without them it has none. */
export interface Links {
  /** Where people reach this service: `https://gauger.example`. */
  readonly externalUrl?: string | undefined;
  /** The Grafana dashboard to open; `?var-entity=` is added. */
  readonly dashboardUrl?: string | undefined;
  /** Where the runbooks are, see `runbookUrl`. */
  readonly runbookUrl?: string | undefined;
}

/** A link of a message, and its words. */
export interface Link {
  readonly url: string;
  readonly text: string;
}

/** An alert's page of the console. */
export function alertPage(externalUrl: string, alertId: string): string {
  return `${externalUrl}/#/alerts/${alertId}`;
}

/** The page of the console that lists what fires. */
export function firingPage(externalUrl: string): string {
  return `${externalUrl}/#/`;
}

/** The links of one alert, the first to its page of the console. */
export function linksOf({ id, peak }: Pick<Alert, 'id' | 'peak'>, links: Links): Link[] {
  const { externalUrl, dashboardUrl } = links;
  return [
    ...(externalUrl === undefined ? [] : [{ url: alertPage(externalUrl, id), text: 'Alert' }]),
    ...(dashboardUrl === undefined ? [] : [{ url: dashboardOf(dashboardUrl, peak.entity), text: 'Dashboard' }]),
    ...(links.runbookUrl === undefined || peak.detector === TEST_DETECTOR
      ? []
      : [{ url: runbookUrl(peak.detector, links.runbookUrl), text: 'Runbook' }]),
  ];
}

function dashboardOf(url: string, entity: Entity): string {
  return `${url}?${new URLSearchParams({ 'var-entity': cut(entityName(entity), 100) })}`;
}
