import { z } from 'zod';
import { ALERT_STATES, type Alert } from '../model/alert.ts';
import { ENTITY_KINDS } from '../model/entity.ts';
import { SEVERITIES } from '../model/finding.ts';
import { UNITS } from '../model/signal.ts';
import { VERDICTS } from '../model/verdict.ts';

const unit = z.enum(UNITS);
const labels = z.record(z.string(), z.string());
const quantity = z.object({ value: z.number(), unit });

const entity = z.object({ kind: z.enum(ENTITY_KINDS), key: z.string(), identity: labels, labels });

const evidence = z.object({
  signal: z.string(),
  entity: z.string(),
  name: z.string().exactOptional(),
  unit,
  value: z.number(),
  expected: z.number(),
  lower: z.number(),
  upper: z.number(),
  score: z.number(),
});

const finding = z.object({
  detector: z.string(),
  entity,
  severity: z.enum(SEVERITIES),
  score: z.number(),
  confidence: z.number(),
  summary: z.string(),
  actual: quantity,
  expected: quantity,
  lower: z.number(),
  upper: z.number(),
  usdPerHour: z.number().exactOptional(),
  causes: z.array(z.object({ cause: z.string(), share: z.number() })),
  evidence: z.array(evidence),
  techniques: z.array(z.object({ id: z.string(), name: z.string() })),
  nextStep: z.string(),
  doubts: z.array(z.string()),
  byLimit: z.boolean().exactOptional(),
  patienceMs: z.number().exactOptional(),
  labels: labels.exactOptional(),
  shadow: z.boolean().exactOptional(),
});

const byPerson = { by: z.string(), atMs: z.number(), comment: z.string().exactOptional() };

/** What people did to an alert: kept beside its body, because people act while the engine goes on. */
export const AcknowledgementJson = z.object(byPerson);
/** A person’s word on an alert. */
export const JudgementJson = z.object({ verdict: z.enum(VERDICTS), ...byPerson });

/** An alert as plain JSON: what the database keeps and the API answers. `JSON.stringify(alert)` is the way out, this the way back in. */
export const AlertJson: z.ZodType<Alert> = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  id: z.string(),
  state: z.enum(ALERT_STATES),
  startsAtMs: z.number(),
  firedAtMs: z.number().exactOptional(),
  endsAtMs: z.number().exactOptional(),
  lastSeenMs: z.number(),
  ticksSeen: z.int().min(1),
  quietTicks: z.int().min(0),
  peak: finding,
  latest: finding,
  usdTotal: z.number().exactOptional(),
  acknowledged: AcknowledgementJson.exactOptional(),
  verdict: JudgementJson.exactOptional(),
  silencedBy: z.array(z.string()).exactOptional(),
  incidentId: z.string().exactOptional(),
});
