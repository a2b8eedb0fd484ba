/** What a tenant asks of one model, as averages over a week. */
export interface Usage {
  readonly model: string;
  readonly requestsPerSecond: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** A team of the simulated company, with one key for the gateway. */
export interface TenantPlan {
  readonly name: string;
  /** UTC hour at which it is busiest. */
  readonly busiestHour: number;
  /** Its traffic swings by this share around the daily mean. */
  readonly swing: number;
  /** Traffic on a Saturday or Sunday against a working day. */
  readonly weekend: number;
  /** A nightly job multiplies its traffic from 01:00 to 03:30 UTC. */
  readonly nightlyFactor?: number;
  /** The first usage is the main one. */
  readonly usages: readonly Usage[];
}

type Asks = readonly [requestsPerSecond: number, promptTokens: number, outputTokens: number];

const office = (name: string, busiestHour: number, usages: readonly Usage[]): TenantPlan => ({
  name,
  busiestHour,
  swing: 0.32,
  weekend: 0.85,
  usages,
});

const large = ([requestsPerSecond, promptTokens, outputTokens]: Asks): Usage => ({
  model: 'llama-3.3-70b',
  requestsPerSecond,
  promptTokens,
  outputTokens,
});
const medium = (asks: Asks): Usage => ({ ...large(asks), model: 'qwen2.5-32b' });
const small = (asks: Asks): Usage => ({ ...large(asks), model: 'llama-3.1-8b' });

/**
 * Twenty-four tenants. Requests are many and short, so that counting them in whole numbers adds little noise to a rate taken over
 * a few seconds; spend lies between cents and a few dollars an hour.
 */
export const TENANTS: readonly TenantPlan[] = [
  office('legal-redline', 14, [large([4.5, 170, 60])]),
  office('kyc-screening', 10, [large([5, 150, 40])]),
  office('fraud-explain', 12, [large([5, 120, 60])]),
  office('risk-report', 9, [large([4, 180, 90])]),
  office('knowledge-base', 13, [large([8, 160, 70]), small([12, 260, 50])]),
  office('partner-api', 16, [large([10, 130, 50]), medium([4, 200, 60])]),
  office('pricing-desk', 11, [large([4, 120, 45])]),
  office('code-review', 15, [medium([6, 300, 110])]),
  office('hr-assistant', 11, [medium([5, 180, 70])]),
  office('support-chat', 13, [medium([9, 220, 80]), small([15, 280, 60])]),
  office('sales-copilot', 15, [medium([7, 210, 90])]),
  office('meeting-notes', 14, [medium([6, 420, 90])]),
  office('devops-runbook', 12, [medium([5, 190, 100])]),
  office('claims-intake', 9, [medium([6, 240, 60])]),
  office('contract-search', 13, [medium([4, 640, 24])]),
  office('search-rerank', 14, [small([42, 320, 40])]),
  office('product-tagging', 10, [small([34, 260, 60])]),
  office('ticket-triage', 12, [small([26, 300, 70])]),
  office('catalog-enrich', 11, [small([22, 340, 110])]),
  office('email-drafts', 15, [small([16, 280, 160])]),
  office('translation', 12, [small([20, 240, 190])]),
  office('tutoring', 17, [small([10, 320, 220])]),
  office('onboarding-bot', 13, [small([4.5, 140, 55])]),
  { ...office('data-labeling', 12, [small([8, 400, 50])]), swing: 0.1, weekend: 1, nightlyFactor: 2.5 },
];
