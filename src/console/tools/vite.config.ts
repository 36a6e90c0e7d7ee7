import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The console as static files. Addresses are relative: the server may stand behind a path prefix. */
export default defineConfig({
  root: path('../'),
  base: './',
  publicDir: false,
  build: {
    outDir: path('../../../dist/console/'),
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // Nothing as data: addresses; what is small is worth a file too, and the content security policy stays simple.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/graphql': { target: 'http://127.0.0.1:4000', ws: true } } },
  logLevel: 'warn',
});
