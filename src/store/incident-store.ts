import { z } from 'zod';
import { ENTITY_KINDS } from '../core/model/entity.ts';
import { SEVERITIES } from '../core/model/finding.ts';
import { INCIDENT_STATES, type Incident, type IncidentState, ROOT_CAUSE_REASONS } from '../core/model/incident.ts';
import type { AlertCursor } from './alert-cursor.ts';
import { jsonText } from './alert-text.ts';
import type { Database } from './database.ts';

/** Incidents that are restored after a restart. */
const OPEN_MAXIMUM = 10_000;

const IncidentJson: z.ZodType<Incident> = z.object({
  id: z.string(),
  state: z.enum(INCIDENT_STATES),
  startsAtMs: z.number(),
  endsAtMs: z.number().exactOptional(),
  lastAlertMs: z.number(),
  severity: z.enum(SEVERITIES),
  alertCount: z.int(),
  openCount: z.int(),
  alerts: z.array(
    z.object({
      id: z.string(),
      detector: z.string(),
      entityKind: z.enum(ENTITY_KINDS),
      entityKey: z.string(),
      severity: z.enum(SEVERITIES),
      startsAtMs: z.number(),
      endsAtMs: z.number().exactOptional(),
      score: z.number(),
      summary: z.string(),
    }),
  ),
  rootCause: z.object({ alertId: z.string(), reason: z.enum(ROOT_CAUSE_REASONS) }),
  moved: z.array(z.object({ signal: z.string(), entity: z.string(), score: z.number(), alertId: z.string() })),
  entities: z.array(z.string()),
});

/** Which incidents to list. */
export interface IncidentQuery {
  readonly state?: IncidentState | undefined;
  readonly after?: AlertCursor | undefined;
  readonly limit: number;
}

/** Incidents as the engine puts them together. Its methods throw StoreUnavailable during an outage. */
export class IncidentStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** Stores incidents as they are now, in the place of what they were. */
  async save(incidents: readonly Incident[]): Promise<void> {
    if (incidents.length === 0) return;
    const rows = incidents.map((incident) => ({
      id: incident.id,
      state: incident.state,
      starts_at: new Date(incident.startsAtMs),
      ends_at: incident.endsAtMs === undefined ? undefined : new Date(incident.endsAtMs),
      body: incident,
    }));
    await this.database.run(
      ({ prisma }) => prisma.$executeRaw`
        INSERT INTO incidents (id, state, starts_at, ends_at, body)
        SELECT id, state, starts_at, ends_at, body FROM jsonb_to_recordset(${jsonText(rows)}::jsonb) AS given (
          id text, state text, starts_at timestamptz, ends_at timestamptz, body jsonb)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, ends_at = excluded.ends_at, body = excluded.body`,
    );
  }

  /** Those that are open, oldest first, for the engine after a restart. */
  async open(): Promise<Incident[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.incident.findMany({
        where: { state: 'open' },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: OPEN_MAXIMUM,
      }),
    );
    return rows.flatMap(({ body }) => readable(body));
  }

  /** Newest first, by start and then id. */
  async list({ state, after, limit }: IncidentQuery): Promise<Incident[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.incident.findMany({
        where: {
          ...(state && { state }),
          ...(after && {
            startsAt: { lte: new Date(after.startsAtMs) },
            OR: [{ startsAt: { lt: new Date(after.startsAtMs) } }, { id: { lt: after.id } }],
          }),
        },
        orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
        take: limit,
      }),
    );
    return rows.flatMap(({ body }) => readable(body));
  }

  async find(id: string): Promise<Incident | undefined> {
    const row = await this.database.run(({ prisma }) => prisma.incident.findUnique({ where: { id } }));
    return readable(row?.body)[0];
  }
}

/** An incident of another version is left out: its alerts are there all the same. */
function readable(body: unknown): Incident[] {
  const parsed = IncidentJson.safeParse(body);
  return parsed.success ? [parsed.data] : [];
}
