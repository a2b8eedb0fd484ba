import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** This module runs from `src`, from `dist` and, for pages of the documentation, from `build/src`. */
function manifestAbove(url: URL): URL {
  return existsSync(url) || url.pathname === '/package.json' ? url : manifestAbove(new URL('../package.json', url));
}

const manifest: unknown = JSON.parse(readFileSync(manifestAbove(new URL('package.json', import.meta.url)), 'utf8'));

/** The version of this build; `package.json` is the only place that states it. */
export const VERSION = z.object({ version: z.string() }).parse(manifest).version;
