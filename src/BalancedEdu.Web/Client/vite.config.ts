import { defineConfig } from 'vitest/config';
import { formJsLiterals } from './form-js-literals.ts';

/** Three entries, no page script: pages are plain HTML, and each island is loaded only where it is used. */
export default defineConfig({
  base: '/dist/',
  publicDir: false,
  plugins: [formJsLiterals()],
  build: {
    outDir: '../wwwroot/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'chrome125',
    // Lower targets rewrite light-dark() and break the dark theme.
    cssTarget: 'chrome125',
    // The content security policy allows no data: scripts; small fonts and images may still be inlined.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: {
        shell: 'shell/main.ts',
        'form-viewer': 'form-viewer/main.ts',
        diagram: 'diagram/main.ts',
      },
    },
  },
  test: { include: ['**/*.test.ts'], exclude: ['node_modules/**'] },
});
