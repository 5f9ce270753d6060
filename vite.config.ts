import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
      isServer: 'import.meta.env.SSR'
    }),
    sveltekit()
  ],
  define: { global: 'globalThis' },
  // The development server shows the app; the gateway on 4600 answers for it.
  server: { proxy: { '/api': 'http://127.0.0.1:4600', '/db': 'http://127.0.0.1:4600' } }
});
