import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { readUpdateSource } from './src/main/services/updates/update-source.ts';
import window from './vite.renderer.config.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Where updates lie and who signs them, from the environment of whoever builds; a build without has none. See docs/installers.md. */
const updates = {
  address: process.env['SIGHTLINE_UPDATE_ADDRESS'] ?? '',
  keys: process.env['SIGHTLINE_UPDATE_KEY'] ?? '',
};
// Ends the build where a program could not use them.
readUpdateSource(updates);

/** Main: the entry and one file per worker thread. Preload: one CommonJS file with everything in it. Renderer: the window. */
export default defineConfig({
  main: {
    define: {
      builtUpdateAddress: JSON.stringify(updates.address),
      builtUpdateKeys: JSON.stringify(updates.keys),
    },
    build: {
      outDir: 'out/main',
      // Three dozen small packages stand behind it: one chunk instead of all of them in the installed program.
      externalizeDeps: { exclude: ['mdast-util-from-markdown'] },
      rollupOptions: {
        input: {
          index: at('src/main/index.ts'),
          writer: at('src/main/workers/writer.ts'),
          reader: at('src/main/workers/reader.ts'),
          documents: at('src/main/workers/documents.ts'),
          search: at('src/main/workers/search.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...window,
    build: { ...window.build, rollupOptions: { input: at('src/renderer/index.html') } },
  },
});
