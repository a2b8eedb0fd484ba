import type { Alert } from '../core/model/alert.ts';
import type { Labels } from '../core/model/labels.ts';

/** The states of an alert that people are told of; one message each. `acknowledged` is for receivers that show it in place. */
export const TOLD_STATES = ['firing', 'acknowledged', 'resolved'] as const;
/** What a message says of its alert. */
export type ToldState = (typeof TOLD_STATES)[number];

/** What a receiver is to tell: an alert as it was when it came into the state. */
export interface Message {
  readonly receiver: string;
  readonly alertId: string;
  readonly state: ToldState;
  readonly alert: Alert;
  /** How often the same was told before, because it still fires (`repeat_interval`). */
  readonly repeats?: number;
}

/** Why messages go together: their route, and what their alerts have in common. */
export interface Group {
  readonly key: string;
  readonly labels: Labels;
}

/** What one attempt tells: a message alone, or those of a group that wait together, in the order in which they came. */
export interface Notice {
  readonly messages: readonly [Message, ...Message[]];
  /** Absent: the alert is told alone. */
  readonly group?: Group;
  /** Alerts of the group that were told before and still fire, as they are now: a message about a group tells all of it. */
  readonly standing?: readonly Message[];
}

/**
 * What became of one attempt. `retry`: not the message's fault, it is tried again (not before `retryAfterMs` where the other side
 * named a time). `rejected`: the same message will never be taken. A reason holds no secret: it is stored, logged and shown.
 */
export type Delivery =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'retry'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly outcome: 'rejected'; readonly reason: string };

/** Where alerts are sent. `deliver` makes one attempt, bounded in time, and never throws for what the other side does. */
export interface Receiver {
  readonly name: string;
  /** Messages of a group that it takes at once; 1: each alert is an event of its own there. */
  readonly batchMaximum: number;
  /** Rest between two attempts: what the other side's limits on rates ask for. */
  readonly paceMs: number;
  deliver(notice: Notice): Promise<Delivery>;
  close(): Promise<void>;
}

/** Whether a notice is about one alert and no other. */
export function isAlone({ messages, group, standing = [] }: Notice): boolean {
  return group === undefined || messages.length + standing.length === 1;
}
