import type { Alert } from '../core/model/alert.ts';

/** The states of an alert that people are told of; one message each. */
export const TOLD_STATES = ['firing', 'resolved'] as const;
export type ToldState = (typeof TOLD_STATES)[number];

/** What a receiver is to tell: an alert as it was when it came into the state. */
export interface Message {
  readonly receiver: string;
  readonly alertId: string;
  readonly state: ToldState;
  readonly alert: Alert;
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
  deliver(message: Message): Promise<Delivery>;
  close(): Promise<void>;
}
