import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

/** A dashboard as it is committed and imported. */
export function dashboardJson(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
