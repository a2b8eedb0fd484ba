import { type VerdictEffect, VerdictEffects } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../core/engine.ts';
import type { Verdict } from '../core/model/verdict.ts';
import type { AlertStore } from '../store/alert-store.ts';
import { evidenceOf } from '../store/evidence-json.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';

const WEEK_MS = 7 * 86_400_000;

export interface VerdictPreviewParts {
  readonly alerts: Pick<AlertStore, 'byIds'>;
  readonly evidence: Pick<EvidenceStore, 'firedSince'>;
  readonly engine: Pick<Engine, 'effect'>;
  readonly clock: Clock;
}

/** What a verdict would change: the alerts of the last week are judged again by their evidence. */
export class VerdictPreview extends VerdictEffects {
  constructor(private readonly parts: VerdictPreviewParts) {
    super();
  }

  async of(alertId: string, verdict: Verdict): Promise<VerdictEffect | undefined> {
    const { alerts, evidence, engine, clock } = this.parts;
    const [alert] = await alerts.byIds([alertId]);
    if (alert === undefined) return undefined;
    const packs = await evidence.firedSince(alert.fingerprint, clock.now() - WEEK_MS);
    return engine.effect(
      verdict,
      packs.map((pack) => pack && evidenceOf(pack)),
    );
  }
}
