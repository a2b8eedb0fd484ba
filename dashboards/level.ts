import type { PanelQuery } from './panels.ts';

/** A signal of all entities of a kind, a line each. */
export function level(signal: string, kind: string, legend = '{{entity}}'): PanelQuery {
  return { expr: `anomaly:level{anomaly_name="${signal}",entity_kind="${kind}"}`, legend };
}

/** Only those of the ten largest. */
export function largest(signal: string, kind: string): PanelQuery {
  const { expr, legend } = level(signal, kind);
  return { expr: `topk(10, ${expr})`, legend };
}
