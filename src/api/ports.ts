import type { ApiConfig, OidcConfig, RateLimitConfig } from '../config/api-section.ts';
import type { DetectorConfig } from '../config/detectors-section.ts';
import type { Secret } from '../config/secret.ts';
import type { ExplainedBaseline, LearntBaseline } from '../core/baselines/baselines.ts';
import type { VerdictEffect } from '../core/evidence/verdict-effect.ts';
import type { Alert } from '../core/model/alert.ts';
import type { Entity } from '../core/model/entity.ts';
import type { HistoryPoint } from '../core/model/history-point.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Labels } from '../core/model/labels.ts';
import type { ScrapeFailure } from '../core/model/page.ts';
import type { Reading } from '../core/model/signal.ts';
import type { Silence } from '../core/model/silence.ts';
import type { Verdict } from '../core/model/verdict.ts';
import type { AlertPage, AlertQuery, AlertWithHistory } from '../store/alert-store.ts';
import type { AuditLine } from '../store/audit-chain.ts';
import type { AuditQuery } from '../store/audit-store.ts';
import type { EvidenceJson } from '../store/evidence-json.ts';
import type { IncidentQuery } from '../store/incident-store.ts';
import type { Actor } from './actor.ts';

export type { ExplainedBaseline, LearntBaseline } from '../core/baselines/baselines.ts';
export type { VerdictEffect } from '../core/evidence/verdict-effect.ts';
export type { Actor } from './actor.ts';

// What the API and the metrics read, and from whom they do not care. Abstract classes, because the framework finds a provider by a
// value and an interface is none.

/** The framework's name for the `Clock` of this process. */
export const CLOCK = Symbol('Clock');

/** Alerts that are stored, open or over. */
export abstract class AlertReader {
  /** Newest first, by start and then id. */
  abstract list(query: AlertQuery): Promise<AlertPage>;
  abstract get(id: string): Promise<AlertWithHistory | undefined>;
}

/** What people do to an alert. Every call is written to the audit log before it takes effect; undefined: there is no such alert. */
export abstract class AlertActions {
  /** Somebody looks after it. Ends by itself when the alert resolves; of a resolved alert it changes nothing. */
  abstract acknowledge(alertId: string, by: Actor, comment?: string): Promise<Alert | undefined>;
  abstract unacknowledge(alertId: string, by: Actor): Promise<Alert | undefined>;
  /** Stores a person's word, and lets the baselines of the alert's evidence learn it. */
  abstract judge(alertId: string, verdict: Verdict, by: Actor, comment?: string): Promise<Alert | undefined>;
}

/** What a verdict would change, before it is given. */
export abstract class VerdictEffects {
  /** How often alerts of this detector and entity fired within the last week, and how often they would have with the verdict. */
  abstract of(alertId: string, verdict: Verdict): Promise<VerdictEffect | undefined>;
}

/** Incidents that are stored, open or over. */
export abstract class IncidentReader {
  /** Newest first, by start and then id. */
  abstract list(query: IncidentQuery): Promise<readonly Incident[]>;
  abstract find(id: string): Promise<Incident | undefined>;
}

/** Evidence packs that are stored. */
export abstract class EvidenceReader {
  /** What the alert rested on when it fired; undefined: nothing is kept of it. */
  abstract find(alertId: string): Promise<EvidenceJson | undefined>;
}

/** A silence as it is asked for; with the id of one that is there it takes its place. */
export type NewSilence = Omit<Silence, 'id' | 'updatedAtMs'> & { readonly id?: string };

/** Silences of people, and what they do to alerts at once. Changes are written to the audit log before they take effect. */
export abstract class Silences {
  /** Newest end first; expired ones are kept for a while. */
  abstract list(): Promise<readonly Silence[]>;
  abstract find(id: string): Promise<Silence | undefined>;
  /** An id that is not known, or of one that is over, makes a new silence. Throws `InvalidSilence` where it makes no sense. */
  abstract put(silence: NewSilence, by: Actor): Promise<Silence>;
  /** Ends it now; false: there is none, or it is over. */
  abstract expire(id: string, by: Actor): Promise<boolean>;
}

/** Something that a person or a configuration did. */
export interface AuditRecord {
  /** Unix milliseconds. */
  readonly atMs: number;
  /** Who: the actor's name, or `gauger` for what the process does by itself. */
  readonly actor: string;
  /** What: `silence.create`, `alert.acknowledge`. */
  readonly action: string;
  /** To what: an id. */
  readonly subject: string;
  /** What else is worth knowing; no secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Takes down what people and configurations do; what it has cannot be changed unseen. */
export abstract class AuditLog {
  abstract record(entry: AuditRecord): Promise<void>;
}

/** The lines of the audit log. */
export abstract class AuditReader {
  /** Newest first. */
  abstract list(query: AuditQuery): Promise<readonly AuditLine[]>;
}

/** A signal as it stands; `value` is NaN while it is missing. */
export interface SignalReading extends Reading {
  /** Place in the order of first sight; stable for the life of the process. */
  readonly slot: number;
  /** `<signal id>|<entity key>` */
  readonly key: string;
  readonly entity: Entity;
}

/** The engine’s signals and baselines, as of the last evaluation; a slot is the place of a signal there. */
export abstract class SignalReader {
  /** Every signal ever seen, in the order of first sight, from a place in it on. */
  abstract readings(fromSlot: number): Iterable<SignalReading>;
  abstract find(key: string): SignalReading | undefined;
  abstract learnt(slot: number): LearntBaseline;
  /** How band and score come about; undefined while the baseline warms up. */
  abstract explain(slot: number): ExplainedBaseline | undefined;
  /** The latest points, the oldest first; none where none are kept. */
  abstract history(slot: number): readonly HistoryPoint[];
  /** Event time of the last evaluation, Unix milliseconds; NaN before the first. */
  abstract readonly lastTickMs: number;
}

/** What people do to a baseline. What was done is in the database when a call returns. */
export abstract class BaselineActions {
  /** Forgets all that was learnt: the signal warms up anew. */
  abstract reset(slot: number): Promise<void>;
  /** Pinned it scores but learns nothing; false: it warms up yet, and nothing was done. */
  abstract pin(slot: number, pinned: boolean): Promise<boolean>;
}

/** What was learnt, for another process. */
export abstract class BaselineExport {
  /** A line for each baseline, with its newline, in the form that a scrape log may begin with. */
  abstract lines(): Iterable<string>;
}

/** As in Prometheus; `unknown`: not scraped yet. */
export const TARGET_HEALTHS = ['unknown', 'up', 'down'] as const;

/** A target as its last scrape left it; no secret is in it. */
export interface TargetStatus {
  /** The `job_name` of its scrape configuration. */
  readonly scrapePool: string;
  readonly labels: Labels;
  /** Empty, and the interval 0, where it is `written`. */
  readonly url: string;
  readonly intervalMs: number;
  /** Somebody else scrapes it and writes its samples to us. */
  readonly written?: boolean;
  /** `unknown` before the first scrape. */
  readonly health: (typeof TARGET_HEALTHS)[number];
  /** When the last scrape began, Unix milliseconds. */
  readonly lastScrapeMs?: number;
  readonly lastDurationMs?: number;
  readonly lastBodyBytes?: number;
  /** Of the last page that was read. */
  readonly samples?: number;
  readonly skippedLines?: number;
  /** The first of them, and why. */
  readonly skipped?: readonly { readonly line: number; readonly reason: string; readonly text: string }[];
  /** Samples of series beyond the limits on series. */
  readonly seriesDropped?: number;
  /** Why the last scrape brought nothing: for the machine, and for a person. */
  readonly reason?: ScrapeFailure;
  readonly error?: string;
}

/** What keeps targets from being scraped at all: a source that cannot be read, a target that makes no sense. */
export interface DiscoveryProblem {
  readonly scrapePool: string;
  readonly detail: string;
}

/** What is scraped, and what keeps discovery from finding more. */
export abstract class TargetReader {
  /** What this process scrapes. */
  abstract targets(): readonly TargetStatus[];
  /** What others scrape and write to it. */
  abstract written(): readonly TargetStatus[];
  abstract problems(): readonly DiscoveryProblem[];
}

/** Whether the database answers now. */
export abstract class DatabaseHealth {
  abstract answers(): Promise<boolean>;
}

/** What the API tells of the settings; the rest of the configuration is nobody's business. */
export abstract class Settings {
  abstract readonly detectors: Readonly<Record<string, DetectorConfig>>;
  abstract readonly evaluationIntervalMs: number;
  abstract readonly warmUpMs: number;
  /** IANA name: whose hours of day and week baselines learn. */
  abstract readonly timeZone: string;
  abstract readonly externalUrl?: string | undefined;
  abstract readonly runbookUrl?: string | undefined;
  /** Names of the receivers. */
  abstract readonly receivers: readonly string[];
  /** SHA-256 over the configuration without its secrets: two processes with the same one judge alike. */
  abstract readonly hash: string;
  /** When this process began, Unix milliseconds. */
  abstract readonly startedMs: number;
}

/** Whom the configuration lets in; nobody: the API is open, and then it listens on loopback alone. */
export abstract class ApiAccess {
  /** Of an admin. */
  abstract readonly token?: Secret | undefined;
  abstract readonly tokens?: ApiConfig['tokens'] | undefined;
  abstract readonly oidc?: OidcConfig | undefined;
  abstract readonly rateLimit?: RateLimitConfig | undefined;
}

/** What became of a message of written samples. `partly`: some of it cannot be taken, ever; `not_ready`: the sender may try again. */
export interface WriteAnswer {
  readonly outcome: 'written' | 'partly' | 'malformed' | 'too_large' | 'not_ready';
  /** Samples taken. */
  readonly samples: number;
  /** For the sender's log; absent when all is well. */
  readonly detail?: string;
}

/** Takes samples that others scraped. */
export abstract class SampleWriter {
  /** Of a message, decompressed; compressed it is no larger. */
  abstract readonly bodyMaximumBytes: number;
  /** `1`: `prometheus.WriteRequest`; `2`: `io.prometheus.write.v2.Request`. The body is compressed by snappy. */
  abstract write(body: Uint8Array, version: '1' | '2'): Promise<WriteAnswer>;
}

export const RECEIVER_STATES = ['unused', 'healthy', 'failing'] as const;

/** How a receiver fares, as far back as messages are kept; no secret is in it. */
export interface ReceiverStatus {
  readonly name: string;
  /** `slack`, `webhook`, ... */
  readonly kind: string;
  /** `failing`: its last attempt failed. `unused`: nothing was sent to it yet. */
  readonly state: (typeof RECEIVER_STATES)[number];
  /** Least time between two messages. */
  readonly paceMs: number;
  readonly waiting: number;
  /** Given up; `retry` sends them again. */
  readonly parked: number;
  /** When the oldest waiting message was stored, Unix milliseconds. */
  readonly oldestMs?: number;
  readonly lastSentMs?: number;
  readonly lastFailure?: { readonly atMs: number; readonly reason: string };
}

/** What became of a test alert. */
export interface TestDelivery {
  readonly outcome: 'sent' | 'retry' | 'rejected';
  /** Why it was not sent. */
  readonly reason?: string;
  readonly durationMs: number;
}

/** Where alerts are sent. */
export abstract class Receivers {
  abstract list(): Promise<readonly ReceiverStatus[]>;
  /** Sends an alert that begins and ends at once, past outbox and routes; undefined: there is no such receiver. */
  abstract test(name: string, by: Actor): Promise<TestDelivery | undefined>;
  /** Makes parked messages due again and tells how many; undefined: there is no such receiver. */
  abstract retry(name: string, by: Actor): Promise<number | undefined>;
}

/** A request that another side makes because a person pressed something in a message there. */
export interface InteractionRequest {
  /** The bytes as they came: the signature is over these. */
  readonly body: Uint8Array;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** Buttons in messages. */
export abstract class Interactions {
  /** `unsigned`: not from the receiver's other side, or not lately. `unknown`: no such receiver, or it has no buttons. */
  abstract receive(
    receiver: string,
    request: InteractionRequest,
  ): Promise<'done' | 'unsigned' | 'unknown' | 'malformed' | 'gone'>;
}
