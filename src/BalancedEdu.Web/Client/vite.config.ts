import { defineConfig } from 'vitest/config';
import { documentFonts } from './fonts.ts';
import { formJsLiterals } from './form-js-literals.ts';

/** The shell, the islands, the scripts of single pages: pages are plain HTML and load only what they use. */
export default defineConfig({
  base: '/dist/',
  publicDir: false,
  plugins: [formJsLiterals(), documentFonts()],
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
    rolldownOptions: {
      // htmx has an eval that the policy forbids and shell/main.ts switches off.
      checks: { eval: false },
      input: {
        shell: 'shell/main.ts',
        'form-viewer': 'form-viewer/main.ts',
        diagram: 'diagram/main.ts',
        inbox: 'inbox/main.ts',
        task: 'task/main.ts',
        print: 'print/main.ts',
      },
    },
  },
  test: { include: ['**/*.test.ts'], exclude: ['node_modules/**'] },
});
