import { z } from 'zod';
import { Time } from './common-schemas.ts';

export const StatusJson = z
  .object({
    version: z.string(),
    startedAt: Time,
    uptimeSeconds: z.int(),
    configHash: z.string().describe('SHA-256 over the configuration without its secrets'),
    evaluationIntervalMs: z.number(),
    lastTickAt: Time.nullable().describe('Event time of the last evaluation'),
    database: z.enum(['up', 'down']),
  })
  .meta({ id: 'Status' });
