import { alertPoints } from '../chart/alert-points.ts';
import { evidenceChart } from '../chart/evidence-chart.ts';
import { toPng } from '../chart/png.ts';
import type { Alert } from '../core/model/alert.ts';
import { evidenceOf } from '../store/evidence-json.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';

/** Draws what an alert rests on, as PNG; undefined: nothing is kept of it. Rejects while the database is away. */
export type Draw = (alert: Alert) => Promise<Uint8Array | undefined>;

/** Draws the first signal of the evidence, as `/api/v1/alerts/{id}/chart.png` does when the alert fires. */
export function pictures(evidence: Pick<EvidenceStore, 'find'>): Draw {
  return async (alert) => {
    const found = await evidence.find(alert.id);
    if (found === undefined) return undefined;
    const { signals } = evidenceOf(found);
    const [first] = signals;
    return first && toPng(evidenceChart(alert, first, alertPoints(first.points, [], alert), 'light'));
  };
}
