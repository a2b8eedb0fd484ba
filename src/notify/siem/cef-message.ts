import { alertLabels } from '../../core/alerts/alertmanager.ts';
import { quantity } from '../../core/detectors/wording.ts';
import { entityName } from '../../core/model/entity.ts';
import type { Severity } from '../../core/model/finding.ts';
import { type Links, linksOf } from '../links.ts';
import type { Message } from '../receiver.ts';
import { causesOf, cut, endOf, oneLine, titleOf, usual } from '../wording.ts';

/** CEF counts from 0 to 10: 7 and 8 are high, 9 and 10 very high. */
const SEVERITY: Record<Severity, number> = { info: 3, warning: 6, critical: 9 };

/** The longest value that ArcSight's dictionary takes in a string field. */
const MAXIMUM_VALUE = 1023;

/**
 * An alert in ArcSight's Common Event Format, one line (https://www.microfocus.com/documentation/arcsight/: "Implementing ArcSight Common
 * Event Format", version 25). Pure: the same alert gives the same bytes.
 */
export function cefEvent({ alert, state }: Message, version: string, links: Links): string {
  const { peak } = alert;
  const header = [
    'CEF:0',
    'Gauger',
    'Gauger',
    version,
    peak.detector,
    `${titleOf(peak)}${state === 'firing' ? '' : ` (${state})`}`,
  ];
  const fields = Object.entries(extension({ alert, state }, links)).map(
    ([name, value]) => `${name}=${escapeValue(value)}`,
  );
  return [
    ...header.map((part, index) => (index === 0 ? part : escapeHeader(part))),
    SEVERITY[peak.severity],
    fields.join(' '),
  ].join('|');
}

function extension({ alert, state }: Pick<Message, 'alert' | 'state'>, links: Links): Record<string, string> {
  const { peak } = alert;
  const { actual, score, techniques } = peak;
  const { tenant, namespace, node } = alertLabels(peak);
  const [source] = linksOf(alert, { externalUrl: links.externalUrl });
  return {
    rt: String(alert.firedAtMs ?? alert.startsAtMs),
    start: String(alert.startsAtMs),
    ...(state === 'resolved' && { end: String(endOf(alert)) }),
    externalId: alert.id,
    cat: techniques.map(({ id }) => id).join(','),
    outcome: state,
    msg: peak.summary,
    ...(tenant !== undefined && { suser: tenant }),
    ...(node !== undefined && { dhost: node }),
    ...(source !== undefined && { request: source.url }),
    ...custom(
      'cs',
      ['entity', `${peak.entity.kind} ${entityName(peak.entity)}`],
      ['actual', quantity(actual.value, actual.unit)],
      ['usual', usual(peak)],
      [
        'causes',
        causesOf(peak)
          .map(({ cause, share }) => `${cause} ${Math.round(share * 100)} %`)
          .join(', '),
      ],
      ['nextStep', peak.nextStep],
      ['namespace', namespace ?? ''],
    ),
    ...custom(
      'cfp',
      ['score', finite(score)],
      ['usdPerHour', finite(peak.usdPerHour)],
      ['usdTotal', finite(alert.usdTotal)],
      ['confidence', finite(peak.confidence)],
    ),
  };
}

/** CEF's custom fields: a value and its label, numbered by their place; one without a value is left out. */
function custom(kind: 'cs' | 'cfp', ...pairs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(([label, value], index) =>
      value === ''
        ? []
        : [
            [`${kind}${index + 1}Label`, label],
            [`${kind}${index + 1}`, value],
          ],
    ),
  );
}

function finite(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? String(Number(value.toPrecision(6))) : '';
}

function escapeHeader(text: string): string {
  return cut(oneLine(text), MAXIMUM_VALUE).replace(/[\\|]/g, '\\$&');
}

function escapeValue(text: string): string {
  return cut(oneLine(text), MAXIMUM_VALUE).replace(/[\\=]/g, '\\$&');
}
