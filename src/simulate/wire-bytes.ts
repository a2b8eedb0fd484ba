import type { Demand } from './traffic.ts';

/** Bytes of a streamed answer per token (one server-sent event each), of a prompt per token, and of the rest of a request. */
const BYTES_PER_OUTPUT_TOKEN = 212;
const BYTES_PER_PROMPT_TOKEN = 4.4;
const BYTES_PER_REQUEST = 640;

/** Bytes a second that these questions are on the wire. */
export function questionBytes({ promptTokensPerSecond, requestsPerSecond }: Demand): number {
  return promptTokensPerSecond * BYTES_PER_PROMPT_TOKEN + requestsPerSecond * BYTES_PER_REQUEST;
}

/** Bytes a second that their answers are. */
export function answerBytes({ outputTokensPerSecond, requestsPerSecond }: Demand): number {
  return outputTokensPerSecond * BYTES_PER_OUTPUT_TOKEN + requestsPerSecond * BYTES_PER_REQUEST;
}
