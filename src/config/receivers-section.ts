import { z } from 'zod';
import { SEVERITIES } from '../core/model/finding.ts';
import { secretOf, section, text } from './fields.ts';
import { Secret } from './secret.ts';

const slackSection = section({
  webhook_url: text.optional(),
  webhook_url_file: text.optional(),
  channel: text.optional(),
  min_severity: z.enum(SEVERITIES).default('warning'),
  send_resolved: z.boolean().default(true),
}).transform((given, context) => {
  const webhookUrl = secretOf(given, 'webhook_url', context);
  if (webhookUrl === undefined) {
    context.addIssue({ code: 'custom', message: 'has no address; give webhook_url_file (or webhook_url)' });
  }
  return {
    webhookUrl: webhookUrl ?? new Secret({ text: '' }),
    /** Only old custom webhooks heed it; an app's webhook belongs to one channel. */
    channel: given.channel,
    minSeverity: given.min_severity,
    sendResolved: given.send_resolved,
  };
});

/** One entry of `receivers`: where alerts are sent. */
export const receiverSection = section({ name: text, slack: slackSection.optional() }).superRefine((given, context) => {
  if (given.slack === undefined) {
    context.addIssue({ code: 'custom', message: 'sends nowhere; add slack: { webhook_url_file: ... }' });
  }
});

export type ReceiverConfig = z.output<typeof receiverSection>;
export type SlackConfig = z.output<typeof slackSection>;
