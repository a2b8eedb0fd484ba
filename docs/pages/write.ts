import { writeFileSync } from 'node:fs';
import { signalsPage } from './signals-page.ts';

// npx tsc -p docs && node build/docs/pages/write.js
writeFileSync('docs/signals.md', signalsPage());
