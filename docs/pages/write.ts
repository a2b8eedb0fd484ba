import { writeFileSync } from 'node:fs';
import { runbookPath } from '../../src/core/alerts/runbook.ts';
import { DETECTORS } from '../../src/core/detectors/registry.ts';
import { apiDocument } from './api-document.ts';
import { apiPage } from './api-page.ts';
import { configurationPage } from './configuration-page.ts';
import { runbook, runbookIndex } from './runbooks.ts';
import { signalsPage } from './signals-page.ts';

// npx tsc -p docs && node build/docs/pages/write.js
writeFileSync('docs/api.md', apiPage(await apiDocument()));
writeFileSync('docs/configuration-reference.md', configurationPage());
writeFileSync('docs/signals.md', signalsPage());
writeFileSync('docs/detectors/README.md', runbookIndex());
for (const detector of DETECTORS) writeFileSync(runbookPath(detector.id), runbook(detector));
