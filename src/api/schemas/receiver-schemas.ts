import { z } from 'zod';
import { RECEIVER_STATES, type ReceiverStatus } from '../ports.ts';
import { Time, time, Word } from './common-schemas.ts';

export const ReceiverName = z.strictObject({ name: Word.describe('As in the configuration') });
export type ReceiverName = z.infer<typeof ReceiverName>;

export const ReceiverJson = z
  .object({
    name: z.string(),
    kind: z.string().describe('slack, webhook, alertmanager, pagerduty, email, siem'),
    state: z.enum(RECEIVER_STATES).describe('failing: its last attempt failed; unused: nothing was sent to it yet'),
    paceMs: z.number().describe('Least time between two messages'),
    waiting: z.int().describe('Messages that are to be sent, or sent again'),
    parked: z.int().describe('Messages that were given up'),
    oldestWaitingAt: Time.optional().describe('When the oldest waiting message was stored'),
    lastSentAt: Time.optional(),
    lastFailure: z.object({ at: Time, reason: z.string() }).optional(),
  })
  .meta({ id: 'Receiver' });

export const ReceiverList = z.object({ items: z.array(ReceiverJson) }).meta({ id: 'ReceiverList' });

export const TestDeliveryJson = z
  .object({
    outcome: z
      .enum(['sent', 'retry', 'rejected'])
      .describe('retry: a passing failure; rejected: it will never be taken'),
    reason: z.string().optional().describe('Why it was not sent'),
    durationMs: z.number(),
  })
  .meta({ id: 'TestDelivery' });

export const RetryJson = z
  .object({ messages: z.int().describe('Parked messages that are due again') })
  .meta({ id: 'ReceiverRetry' });

export function receiverJson(status: ReceiverStatus): z.infer<typeof ReceiverJson> {
  const { name, kind, state, paceMs, waiting, parked, oldestMs, lastSentMs, lastFailure } = status;
  return {
    name,
    kind,
    state,
    paceMs,
    waiting,
    parked,
    ...(oldestMs !== undefined && { oldestWaitingAt: time(oldestMs) }),
    ...(lastSentMs !== undefined && { lastSentAt: time(lastSentMs) }),
    ...(lastFailure !== undefined && { lastFailure: { at: time(lastFailure.atMs), reason: lastFailure.reason } }),
  };
}
