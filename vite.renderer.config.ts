import { resolve } from 'node:path';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The window alone: `vite --config vite.renderer.config.ts` for work on it, `vite build --config …` for `out/renderer`.
 * Paths are relative so that any scheme and host can serve the result; nothing is inlined, because the page's policy
 * allows scripts, styles and fonts only as files of its own.
 */
export default defineConfig({
  root: resolve(import.meta.dirname, 'src/renderer'),
  base: './',
  // The compiler remembers what a component made of the same inputs, so that a key press draws only what differs.
  plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
  resolve: {
    alias: [
      {
        // Its version for browsers asks the page's HTML parser, which our policy forbids; the other one has a list.
        find: 'decode-named-character-reference',
        replacement: resolve(import.meta.dirname, 'node_modules/decode-named-character-reference/index.js'),
      },
      // As Blueprint's own files call it.
      { find: /^\.\/iconLoader$/, replacement: resolve(import.meta.dirname, 'src/renderer/src/icons-by-name.ts') },
    ],
  },
  build: {
    outDir: resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    minify: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
});
