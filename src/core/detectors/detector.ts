import type { z } from 'zod';
import type { Entity, EntityKind } from '../model/entity.ts';
import type { Finding, Technique } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { LostSignal } from './coverage-watch.ts';

/** What a detector may see at a tick: every entity and its readings, nothing else. */
export interface TickView {
  readonly timeMs: number;
  /** Entities of a kind that had at least one fresh reading lately, in order of first sight. */
  entities(kind: EntityKind): readonly Entity[];
  /** A signal of an entity at this tick; undefined when the signal is missing now or was never seen. */
  reading(signal: string, entity: Entity): Reading | undefined;
  /** Entities tied to this one by shared labels (a pod's GPUs, a GPU's pod), by kind. */
  related(entity: Entity, kind: EntityKind): readonly Entity[];
  /** Signals that armed detectors need and that are missing now, those lost first in front. */
  lost(): readonly LostSignal[];
}

/** One way of being wrong, and how it shows. Pure: the same view gives the same findings. */
export interface Detector<Settings = unknown> {
  /** As in `alertname`: `cost-spike`. */
  readonly id: string;
  readonly help: string;
  /**
   * Signals without which it is blind, and the kind of entity each belongs to. Those of one kind are needed together; the kinds stand for
   * themselves (see `coverage`).
   */
  readonly needs: readonly { readonly signal: string; readonly entity: EntityKind }[];
  readonly techniques: readonly Technique[];
  /** Settings with defaults, units in the names. */
  readonly settings: z.ZodType<Settings>;
  evaluate(view: TickView, settings: Settings): Finding[];
}
