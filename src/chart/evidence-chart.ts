import type { Alert } from '../core/model/alert.ts';
import { entityName } from '../core/model/entity.ts';
import type { FrozenSignal } from '../core/model/frozen-evidence.ts';
import type { HistoryPoint } from '../core/model/history-point.ts';
import { renderChart } from './chart.ts';
import type { Theme } from './chart-theme.ts';

/** A signal of an alert's evidence with its band and the moment at which the alert fired, as SVG. Pure. */
export function evidenceChart(
  { peak, firedAtMs }: Alert,
  { definition, entity }: FrozenSignal,
  points: readonly HistoryPoint[],
  theme: Theme,
): string {
  const named = peak.evidence.find((one) => one.entity === entity)?.name;
  const who = entity === peak.entity.key ? `${peak.entity.kind} ${entityName(peak.entity)}` : (named ?? entity);
  const title = `${definition.id} of ${who}`;
  return renderChart(points, { title, unit: definition.unit, momentMs: firedAtMs, theme });
}
