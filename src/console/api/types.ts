import type { z } from 'zod';
import type { AlertJson, AlertWithHistory } from '../../api/schemas/alert-schemas.ts';
import type { ExplainedBaselineJson } from '../../api/schemas/baseline-schemas.ts';
import type { EntityJson } from '../../api/schemas/common-schemas.ts';
import type { DetectorJson } from '../../api/schemas/detector-schemas.ts';
import type { HistoryJson } from '../../api/schemas/history-schemas.ts';
import type { SignalJson } from '../../api/schemas/signal-schemas.ts';
import type { SilenceJson } from '../../api/schemas/silence-schemas.ts';
import type { StatusJson } from '../../api/schemas/status-schemas.ts';
import type { TargetJson } from '../../api/schemas/target-schemas.ts';

// The API's answers, from the very schemas that type them over there.
export type Alert = z.infer<typeof AlertJson>;
export type AlertDetails = z.infer<typeof AlertWithHistory>;
export type Silence = z.infer<typeof SilenceJson>;
export type Entity = z.infer<typeof EntityJson>;
export type Detector = z.infer<typeof DetectorJson>;
export type Signal = z.infer<typeof SignalJson>;
export type Baseline = z.infer<typeof ExplainedBaselineJson>;
export type History = z.infer<typeof HistoryJson>;
export type HistoryPoint = History['points'][number];
export type Status = z.infer<typeof StatusJson>;
export type Target = z.infer<typeof TargetJson>;

/** Of an evidence pack what charts need. */
export interface Evidence {
  readonly signals: readonly {
    readonly definition: { readonly id: string };
    readonly entity: string;
    /** What is no number is its name: `NaN`, `-Infinity`. */
    readonly points: readonly ({ readonly time: string } & Readonly<Record<Judged, number | string>>)[];
  }[];
}
type Judged = 'value' | 'expected' | 'lower' | 'upper' | 'score';

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}
