import type { z } from 'zod';
import type { AlertJson, AlertWithHistory } from '../../api/schemas/alert-schemas.ts';
import type { ExplainedBaselineJson } from '../../api/schemas/baseline-schemas.ts';
import type { EntityJson } from '../../api/schemas/common-schemas.ts';
import type { DetectorJson } from '../../api/schemas/detector-schemas.ts';
import type { HistoryJson } from '../../api/schemas/history-schemas.ts';
import type { SignalJson } from '../../api/schemas/signal-schemas.ts';
import type { StatusJson } from '../../api/schemas/status-schemas.ts';
import type { TargetJson } from '../../api/schemas/target-schemas.ts';

// The API's answers, from the very schemas that type them over there.
interface Marks {
  readonly acknowledged?: { by: string; at: string; comment?: string };
  readonly verdict?: { verdict: 'true' | 'false' | 'planned'; by: string; at: string; comment?: string };
  readonly silencedBy?: readonly string[];
  readonly incidentId?: string;
}
export type Alert = z.infer<typeof AlertJson> & Marks;
export type AlertDetails = Omit<z.infer<typeof AlertWithHistory>, 'history'> &
  Marks & {
    history: (z.infer<typeof AlertWithHistory>['history'][number] & { by?: string; comment?: string })[];
  };
export interface Silence {
  readonly id: string;
  readonly state: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}
export type Entity = z.infer<typeof EntityJson>;
export type Detector = z.infer<typeof DetectorJson>;
export type Signal = z.infer<typeof SignalJson>;
export type Baseline = z.infer<typeof ExplainedBaselineJson>;
export type History = z.infer<typeof HistoryJson>;
export type HistoryPoint = History['points'][number];
export type Status = z.infer<typeof StatusJson>;
export type Target = z.infer<typeof TargetJson>;

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}
