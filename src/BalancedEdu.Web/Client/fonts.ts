import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const source = 'node_modules/@expo-google-fonts/noto-serif-sc';

/** The files that the server sets documents in, by the name that it looks for. */
const fonts = {
  'NotoSerifSC-Regular.ttf': '400Regular/NotoSerifSC_400Regular.ttf',
  'NotoSerifSC-Bold.ttf': '700Bold/NotoSerifSC_700Bold.ttf',
  'LICENSE.txt': 'LICENSE_FONT',
};

/** Puts the Chinese font of documents beside the built assets: a fresh machine needs no font of its own. */
export function documentFonts(): Plugin {
  return {
    name: 'document-fonts',
    apply: 'build',
    writeBundle(options) {
      const folder = resolve(options.dir!, 'fonts');
      if (!existsSync(resolve(source))) {
        this.warn(`${source} is not installed: documents can't be made as PDF. Run npm ci.`);
        return;
      }
      mkdirSync(folder, { recursive: true });
      for (const [name, file] of Object.entries(fonts)) copyFileSync(resolve(source, file), resolve(folder, name));
    },
  };
}
