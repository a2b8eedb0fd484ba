import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ALERT_STATES, type Alert } from '../../core/model/alert.ts';
import { ENTITY_KINDS, entityKey } from '../../core/model/entity.ts';
import { SEVERITIES } from '../../core/model/finding.ts';
import { INCIDENT_STATES, type Incident } from '../../core/model/incident.ts';
import { cursorOf } from '../../store/alert-cursor.ts';
import { decodeCursor, page } from '../cursor.ts';
import type { AlertReader, IncidentReader, Settings, SignalReader, SignalReading } from '../ports.ts';
import { AlertId, alertJson, alertWithHistoryJson } from '../schemas/alert-schemas.ts';
import { explainedBaselineJson } from '../schemas/baseline-schemas.ts';
import { Word } from '../schemas/common-schemas.ts';
import { IncidentPlace, incidentJson, incidentPlace } from '../schemas/incident-schemas.ts';
import { signalJson } from '../schemas/signal-schemas.ts';
import { selectSignals } from '../select-signals.ts';
import { answer } from './answer.ts';

export interface ReadingPorts {
  readonly alerts: AlertReader;
  readonly incidents: IncidentReader;
  readonly signals: SignalReader;
  readonly settings: Settings;
}

const MAXIMUM_ITEMS = 50;
const DEFAULT_ITEMS = 20;
/** The last of an alert's history: what an agent reads it pays for. */
const MAXIMUM_HISTORY = 20;
/** Of an incident: its first alerts, and what moved most beside them. */
const MAXIMUM_MEMBERS = 10;

const limit = z.number().int().min(1).max(MAXIMUM_ITEMS).default(DEFAULT_ITEMS);
const cursor = z.string().max(1000).optional().describe('next of the page before');
const READS = { readOnlyHint: true, openWorldHint: false } as const;

/** Tools that change nothing. */
export function addReadingTools(server: McpServer, ports: ReadingPorts): void {
  addListAlerts(server, ports);
  addExplainAlert(server, ports);
  addListIncidents(server, ports);
  addReadSignals(server, ports);
  addReadBaseline(server, ports);
}

const ListAlerts = z.strictObject({
  state: z.array(z.enum(ALERT_STATES)).optional().describe('Left out: all'),
  severity: z.array(z.enum(SEVERITIES)).optional(),
  detector: z.string().max(100).optional().describe('Such as cost-spike'),
  tenant: Word.optional().describe('Name of a tenant'),
  limit,
  cursor,
});

function addListAlerts(server: McpServer, { alerts }: ReadingPorts): void {
  const description = 'Alerts, newest first: who, what, how bad, since when. Ask explain_alert for the reasons of one.';
  const config = { title: 'List alerts', description, inputSchema: ListAlerts, annotations: READS };
  server.registerTool('list_alerts', config, ({ state, severity, detector, tenant, limit, cursor }) =>
    answer(async () => {
      const after = cursor === undefined ? undefined : cursorOf(cursor);
      if (cursor !== undefined && after === undefined) return { wrong: 'cursor is not one that list_alerts gave' };
      const entity = tenant === undefined ? undefined : [entityKey('tenant', { tenant })];
      const wanted = {
        state,
        severity,
        detector: detector === undefined ? undefined : [detector],
        entity,
        shadow: false,
      };
      const page = await alerts.list({ ...wanted, after, limit });
      return { found: { alerts: page.alerts.map(inShort), next: page.next } };
    }),
  );
}

function inShort(alert: Alert) {
  const { id, state, detector, severity, entity, summary, startsAt, endsAt, score, usdTotal } = alertJson(alert);
  return { id, state, detector, severity, entity: entity.key, summary, startsAt, endsAt, score, usdTotal };
}

function addExplainAlert(server: McpServer, { alerts }: ReadingPorts): void {
  const description =
    'Everything about one alert: what was expected and seen, causes, evidence, money, techniques (MITRE ATLAS, OWASP), what speaks against it, what to do next, its history.';
  const config = { title: 'Explain an alert', description, inputSchema: AlertId, annotations: READS };
  server.registerTool('explain_alert', config, ({ id }) =>
    answer(async () => {
      const found = await alerts.get(id);
      if (found === undefined) return { wrong: `there is no alert ${id}` };
      return { found: alertWithHistoryJson({ ...found, history: found.history.slice(-MAXIMUM_HISTORY) }) };
    }),
  );
}

const ListIncidents = z.strictObject({
  state: z.enum(INCIDENT_STATES).optional().describe('Left out: all'),
  limit,
  cursor,
});

function addListIncidents(server: McpServer, { incidents }: ReadingPorts): void {
  const description =
    'Incidents, newest first: alerts that share entities and time, the one that most likely began it and why, and what else moved. Ask explain_alert for one of their alerts.';
  const config = { title: 'List incidents', description, inputSchema: ListIncidents, annotations: READS };
  server.registerTool('list_incidents', config, ({ state, limit, cursor }) =>
    answer(async () => {
      const found = await incidents.list({ state, after: decodeCursor(cursor, IncidentPlace), limit: limit + 1 });
      const { items, next } = page(found, limit, { json: incidentInShort, place: incidentPlace });
      return { found: { incidents: items, next } };
    }),
  );
}

function incidentInShort(incident: Incident) {
  const { alerts, moved, ...told } = incidentJson(incident);
  return { ...told, alerts: alerts.slice(0, MAXIMUM_MEMBERS), moved: moved.slice(0, MAXIMUM_MEMBERS) };
}

const ReadSignals = z.strictObject({
  signal: Word.optional().describe('Signal id, such as tokens.output'),
  entity: Word.optional().describe('Name of an entity as a person says it, or its key'),
  entityKind: z.enum(ENTITY_KINDS).optional(),
  search: Word.optional().describe('Words that signal, kind and name of the entity hold together'),
  limit,
});

function addReadSignals(server: McpServer, { signals }: ReadingPorts): void {
  const description =
    'Live values of signals beside what is expected of them (expected, lower, upper) and how unusual they are (score; 1 is the alert line), the most unusual first.';
  const config = { title: 'Read signals', description, inputSchema: ReadSignals, annotations: READS };
  server.registerTool('read_signals', config, ({ limit, ...query }) =>
    answer(() => {
      const found = selectSignals(signals, { ...query, limit: Number.POSITIVE_INFINITY });
      return { found: { signals: mostUnusual(found, limit).map(signalJson), matching: found.length } };
    }),
  );
}

/** The few highest of very many, without sorting them all. */
function mostUnusual(readings: readonly SignalReading[], count: number): SignalReading[] {
  const scoreOf = ({ score }: SignalReading) => (Number.isFinite(score) ? score : 0);
  const top: SignalReading[] = [];
  for (const reading of readings) {
    const last = top.at(-1);
    if (top.length === count && last !== undefined && scoreOf(reading) <= scoreOf(last)) continue;
    const place = top.findIndex((other) => scoreOf(other) < scoreOf(reading));
    top.splice(place < 0 ? top.length : place, 0, reading);
    top.length = Math.min(top.length, count);
  }
  return top;
}

const ReadBaseline = z.strictObject({ key: Word.describe('key of a signal, as read_signals gives it') });

function addReadBaseline(server: McpServer, { signals, settings }: ReadingPorts): void {
  const description =
    'What was learnt of one signal: its band, from how many samples, since when, and how band and score come about.';
  const config = { title: 'Read a baseline', description, inputSchema: ReadBaseline, annotations: READS };
  server.registerTool('read_baseline', config, ({ key }) =>
    answer(() => {
      const reading = signals.find(key);
      if (reading === undefined) return { wrong: `there is no signal ${JSON.stringify(key)}` };
      const { slot } = reading;
      const explained = signals.explain(slot);
      return { found: explainedBaselineJson(reading, signals.learnt(slot), explained, settings.timeZone) };
    }),
  );
}
