import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** `dist/console`: an index.html and files whose names change with their content. */
export default defineConfig({
  root: folder('.'),
  // Relative: the console also works below a path of a proxy.
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: folder('../../dist/console'),
    emptyOutDir: true,
    // light-dark() in style sheets, as it is.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Everything is a file: the page's policy allows no data: but for nothing.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
