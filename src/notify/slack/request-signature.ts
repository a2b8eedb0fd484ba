import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request that says that it comes from Slack. */
export interface SignedRequest {
  /** The bytes as they came. */
  readonly body: Uint8Array;
  /** `X-Slack-Request-Timestamp`: Unix seconds. */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature`: `v0=` and hex. */
  readonly signature: string | undefined;
}

/** Older requests may be recorded ones that somebody sends again (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW_MS = 5 * 60_000;

/** Whether Slack sent these bytes, lately. Takes the same time whatever is wrong with the signature. */
export function isFromSlack({ body, timestamp, signature }: SignedRequest, secret: string, nowMs: number): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs - Number(timestamp) * 1000) > WINDOW_MS) return false;
  return timingSafeEqual(digest(signature), digest(slackSignature(body, timestamp, secret)));
}

/** The signature that Slack puts on a request. */
export function slackSignature(body: Uint8Array, timestamp: string, secret: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** Of the same length, whatever was given. */
function digest(text: string): Buffer {
  return createHmac('sha256', 'compare').update(text).digest();
}
