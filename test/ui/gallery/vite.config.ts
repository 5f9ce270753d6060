import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { localeSplit } from '../../../src/lib/i18n/locale-split.ts';

const house = fileURLToPath(new URL('../../../', import.meta.url));

/** Shows every component in its states: `npx vite --config test/ui/gallery/vite.config.ts`. Never shipped. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: `${house}static`,
  cacheDir: `${house}node_modules/.vite-gallery`,
  resolve: {
    alias: {
      '$app/navigation': fileURLToPath(new URL('navigation.ts', import.meta.url)),
      '$app/paths': fileURLToPath(new URL('paths.ts', import.meta.url))
    }
  },
  plugins: [localeSplit(), svelte({ configFile: false })],
  server: { port: 4611, strictPort: true, fs: { allow: [house] } }
});
