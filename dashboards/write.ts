import { writeFileSync } from 'node:fs';
import { dashboardJson } from './dashboard-json.ts';
import { overview } from './overview.ts';

// npx tsc -p dashboards && node build/dashboards/write.js
writeFileSync('dashboards/overview.json', dashboardJson(overview()));
