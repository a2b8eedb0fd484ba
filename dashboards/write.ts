import { writeFileSync } from 'node:fs';
import { dashboardJson } from './dashboard-json.ts';
import { DASHBOARDS } from './dashboards.ts';

// npx tsc -p dashboards && node build/dashboards/write.js
for (const [name, dashboard] of Object.entries(DASHBOARDS))
  writeFileSync(`dashboards/json/${name}.json`, dashboardJson(dashboard()));
